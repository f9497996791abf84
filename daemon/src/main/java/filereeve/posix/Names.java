package filereeve.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Makes, renames and removes names in open folders.
final class Names {
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
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = NativeName.of(from, arena);
      MemorySegment target = NativeName.of(to, arena);
      libc.call(
          "rename",
          path(fromFolder, from) + " to " + path(toFolder, to),
          e ->
              (int)
                  libc.renameat2.invokeExact(
                      e, fromFolder.number(), source, toFolder.number(), target, flags));
    }
  }

  private void link(Fd fromFolder, Path from, Fd toFolder, Path to) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = NativeName.of(from, arena);
      MemorySegment target = NativeName.of(to, arena);
      libc.call(
          "link",
          path(fromFolder, from) + " to " + path(toFolder, to),
          e ->
              (int)
                  libc.linkat.invokeExact(
                      e, fromFolder.number(), source, toFolder.number(), target, 0));
    }
  }

  void unlink(Fd folder, Path name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = NativeName.of(name, arena);
      libc.call(
          "unlink",
          path(folder, name),
          e -> (int) libc.unlinkat.invokeExact(e, folder.number(), bytes, 0));
    }
  }

  /// @param mode as far as the umask leaves it
  void mkdir(Fd folder, Path name, int mode) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = NativeName.of(name, arena);
      libc.call(
          "mkdir",
          path(folder, name),
          e -> (int) libc.mkdirat.invokeExact(e, folder.number(), bytes, mode));
    }
  }

  /// For messages.
  static String path(Fd folder, Path name) {
    return folder.path() + "/" + name;
  }

  Fd open(int folder, Path name, String path, int flags, int mode) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = NativeName.of(name, arena);
      long fd =
          libc.call(
              "open", path, e -> (int) libc.openat.invokeExact(e, folder, bytes, flags, mode));
      return new Fd((int) fd, path);
    }
  }
}
