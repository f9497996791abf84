package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// What the kernel keeps about a file: reading it all, and setting mode, owner and times.
final class Attributes {
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;

  private final Libc libc;

  Attributes(Libc libc) {
    this.libc = libc;
  }

  Stat stat(Fd fd) throws PosixException {
    return stat(fd.number(), Path.of(""), fd.path(), AT_EMPTY_PATH)
        .orElseThrow(() -> new PosixException("stat", fd.path(), Errno.ENOENT));
  }

  Optional<Stat> stat(Fd directory, Path name) throws PosixException {
    return stat(directory.number(), name, NameCalls.path(directory, name), AT_SYMLINK_NOFOLLOW);
  }

  private Optional<Stat> stat(int directory, Path name, String path, int flags)
      throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = NativeName.of(name, scratch);
      MemorySegment result = scratch.allocate(StatLayout.SIZE, Long.BYTES);
      long there =
          libc.callOr(
              Errno.ENOENT,
              "stat",
              path,
              e ->
                  (int)
                      Libc.statx.invokeExact(e, directory, bytes, flags, StatLayout.MASK, result));
      return there >= 0 ? Optional.of(StatLayout.read(result)) : Optional.empty();
    }
  }

  void chmod(Fd fd, int mode) throws PosixException {
    libc.call("chmod", fd.path(), e -> (int) Libc.fchmod.invokeExact(e, fd.number(), mode));
  }

  void chown(Fd fd, int uid, int gid) throws PosixException {
    libc.call("chown", fd.path(), e -> (int) Libc.fchown.invokeExact(e, fd.number(), uid, gid));
  }

  void setTimes(Fd fd, Instant accessed, Instant modified) throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment times =
          scratch.allocateFrom(
              JAVA_LONG,
              accessed.getEpochSecond(),
              accessed.getNano(),
              modified.getEpochSecond(),
              modified.getNano());
      libc.call("utimens", fd.path(), e -> (int) Libc.futimens.invokeExact(e, fd.number(), times));
    }
  }
}
