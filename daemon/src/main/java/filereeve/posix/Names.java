package filereeve.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Makes, renames and removes names in open folders.
final class Names {
  /// Stands for a folder where the path is absolute.
  static final int AT_FDCWD = -100;

  private static final int RENAME_NOREPLACE = 1;

  private final Libc libc;

  Names(Libc libc) {
    this.libc = libc;
  }

  /// Never replaces: `EEXIST`.
  void rename(Fd fromFolder, Path from, Fd toFolder, Path to) throws IOException {
    try {
      rename(fromFolder, from, toFolder, to, RENAME_NOREPLACE);
    } catch (PosixException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
      // Some filesystems (NFS, some of FUSE) cannot; a hard link never replaces either.
      link(fromFolder, from, toFolder, to);
      unlink(fromFolder, from);
    }
  }

  void replace(Fd fromFolder, Path from, Fd toFolder, Path to) throws IOException {
    rename(fromFolder, from, toFolder, to, 0);
  }

  private void rename(Fd fromFolder, Path from, Fd toFolder, Path to, int flags)
      throws IOException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment source = NativeName.of(from, scratch);
      MemorySegment target = NativeName.of(to, scratch);
      libc.call(
          "rename",
          path(fromFolder, from) + " to " + path(toFolder, to),
          e ->
              (int)
                  Libc.renameat2.invokeExact(
                      e, fromFolder.number(), source, toFolder.number(), target, flags));
    }
  }

  private void link(Fd fromFolder, Path from, Fd toFolder, Path to) throws IOException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment source = NativeName.of(from, scratch);
      MemorySegment target = NativeName.of(to, scratch);
      libc.call(
          "link",
          path(fromFolder, from) + " to " + path(toFolder, to),
          e ->
              (int)
                  Libc.linkat.invokeExact(
                      e, fromFolder.number(), source, toFolder.number(), target, 0));
    }
  }

  void unlink(Fd folder, Path name) throws IOException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = NativeName.of(name, scratch);
      libc.call(
          "unlink",
          path(folder, name),
          e -> (int) Libc.unlinkat.invokeExact(e, folder.number(), bytes, 0));
    }
  }

  /// @param mode as far as the umask leaves it
  void mkdir(Fd folder, Path name, int mode) throws IOException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = NativeName.of(name, scratch);
      libc.call(
          "mkdir",
          path(folder, name),
          e -> (int) Libc.mkdirat.invokeExact(e, folder.number(), bytes, mode));
    }
  }

  /// For messages.
  static String path(Fd folder, Path name) {
    return folder.path() + "/" + name;
  }

  Fd open(int folder, Path name, String path, int flags, int mode) throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = NativeName.of(name, scratch);
      long fd =
          libc.call(
              "open", path, e -> (int) Libc.openat.invokeExact(e, folder, bytes, flags, mode));
      return new Fd((int) fd, path);
    }
  }
}
