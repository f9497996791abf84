package filereeve.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Makes, renames and removes names in open directories.
final class NameCalls {
  /// Stands for a directory where the path is absolute.
  static final int AT_FDCWD = -100;

  private static final int RENAME_NOREPLACE = 1;

  private final Libc libc;

  NameCalls(Libc libc) {
    this.libc = libc;
  }

  /// Never replaces: `EEXIST`.
  void rename(Fd fromDirectory, Path from, Fd toDirectory, Path to) throws IOException {
    try {
      rename(fromDirectory, from, toDirectory, to, RENAME_NOREPLACE);
    } catch (PosixException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
      // Some filesystems (NFS, some of FUSE) cannot; a hard link never replaces either.
      link(fromDirectory, from, toDirectory, to);
      unlink(fromDirectory, from);
    }
  }

  void replace(Fd fromDirectory, Path from, Fd toDirectory, Path to) throws IOException {
    rename(fromDirectory, from, toDirectory, to, 0);
  }

  private void rename(Fd fromDirectory, Path from, Fd toDirectory, Path to, int flags)
      throws IOException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment source = NativeName.of(from, scratch);
      MemorySegment target = NativeName.of(to, scratch);
      libc.call(
          "rename",
          path(fromDirectory, from) + " to " + path(toDirectory, to),
          e ->
              (int)
                  Libc.renameat2.invokeExact(
                      e, fromDirectory.number(), source, toDirectory.number(), target, flags));
    }
  }

  private void link(Fd fromDirectory, Path from, Fd toDirectory, Path to) throws IOException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment source = NativeName.of(from, scratch);
      MemorySegment target = NativeName.of(to, scratch);
      libc.call(
          "link",
          path(fromDirectory, from) + " to " + path(toDirectory, to),
          e ->
              (int)
                  Libc.linkat.invokeExact(
                      e, fromDirectory.number(), source, toDirectory.number(), target, 0));
    }
  }

  void unlink(Fd directory, Path name) throws IOException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = NativeName.of(name, scratch);
      libc.call(
          "unlink",
          path(directory, name),
          e -> (int) Libc.unlinkat.invokeExact(e, directory.number(), bytes, 0));
    }
  }

  /// @param mode as far as the umask leaves it
  void mkdir(Fd directory, Path name, int mode) throws IOException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = NativeName.of(name, scratch);
      libc.call(
          "mkdir",
          path(directory, name),
          e -> (int) Libc.mkdirat.invokeExact(e, directory.number(), bytes, mode));
    }
  }

  /// For messages.
  static String path(Fd directory, Path name) {
    return directory.path() + "/" + name;
  }

  Fd open(int directory, Path name, String path, int flags, int mode) throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = NativeName.of(name, scratch);
      long fd =
          libc.call(
              "open", path, e -> (int) Libc.openat.invokeExact(e, directory, bytes, flags, mode));
      return new Fd((int) fd, path);
    }
  }
}
