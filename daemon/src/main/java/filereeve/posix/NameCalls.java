package filereeve.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Opens, lists, creates, renames and removes names in open directories.
interface NameCalls extends LinuxCalls {
  @Override
  default Fd openDirectory(Path directory) throws IOException {
    return new TrustedPath(this, TrustedPath.LastLink.FOLLOWED).open(directory);
  }

  @Override
  default Fd open(Fd directory, Path name, Open how, int mode) throws IOException {
    int flags = libc().architecture().flags(how);
    Fd fd;
    try {
      fd = open(libc(), directory.number(), name, path(directory, name), flags, mode);
    } catch (PosixException e) {
      throw new Obstacles(libc()).explain(e, directory, name);
    }
    if (how == Open.CREATE_NEW) {
      chmod(fd, mode);
    }
    return fd;
  }

  /// @param path for messages
  static Fd open(Libc libc, int directory, Path name, String path, int flags, int mode)
      throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = scratch.name(name);
      long fd = libc.call("open", path, e -> Libc.openat.call(e, directory, bytes, flags, mode));
      return new Fd((int) fd, path);
    }
  }

  @Override
  default void list(Fd directory, Consumer<Path> visit) throws IOException {
    call("rewind", directory, e -> Libc.lseek.call(e, directory.number(), 0L, Uapi.SEEK_SET));
    new DirectoryEntries(libc(), directory, Scratch.transfer())
        .each((name, _) -> visit.accept(name));
  }

  @Override
  default void rename(Fd fromDirectory, Path from, Fd toDirectory, Path to) throws IOException {
    try {
      move("rename", Libc.renameat2, fromDirectory, from, toDirectory, to, Uapi.RENAME_NOREPLACE);
    } catch (PosixException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
      // Some filesystems (NFS, some of FUSE) cannot; a hard link never replaces either.
      move("link", Libc.linkat, fromDirectory, from, toDirectory, to, 0);
      unlink(fromDirectory, from);
    }
  }

  @Override
  default void replace(Fd fromDirectory, Path from, Fd toDirectory, Path to) throws IOException {
    move("rename", Libc.renameat2, fromDirectory, from, toDirectory, to, 0);
  }

  @Override
  default void swap(Fd oneDirectory, Path one, Fd otherDirectory, Path other) throws IOException {
    move("swap", Libc.renameat2, oneDirectory, one, otherDirectory, other, Uapi.RENAME_EXCHANGE);
  }

  private void move(
      String verb,
      CFunction function,
      Fd fromDirectory,
      Path from,
      Fd toDirectory,
      Path to,
      int flags)
      throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment source = scratch.name(from);
      MemorySegment target = scratch.name(to);
      call(
          verb,
          path(fromDirectory, from) + " to " + path(toDirectory, to),
          e ->
              function.call(
                  e, fromDirectory.number(), source, toDirectory.number(), target, flags));
    } catch (PosixException e) {
      var obstacles = new Obstacles(libc());
      PosixException explained = obstacles.explain(e, fromDirectory, from);
      throw explained.obstacle().isPresent() ? explained : obstacles.explain(e, toDirectory, to);
    }
  }

  @Override
  default void unlink(Fd directory, Path name) throws IOException {
    callWithName("unlink", Libc.unlinkat, directory, name, 0);
  }

  private void callWithName(String verb, CFunction function, Fd directory, Path name, int argument)
      throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = scratch.name(name);
      call(verb, path(directory, name), e -> function.call(e, directory.number(), bytes, argument));
    } catch (PosixException e) {
      throw new Obstacles(libc()).explain(e, directory, name);
    }
  }

  @Override
  default void mkdir(Fd directory, Path name, int mode) throws IOException {
    callWithName("mkdir", Libc.mkdirat, directory, name, mode);
  }

  /// For messages.
  static String path(Fd directory, Path name) {
    return directory.path() + "/" + name;
  }
}
