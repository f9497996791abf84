package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// Reads a file's attributes, and sets its mode, owner and times.
interface AttributeCalls extends LinuxCalls {
  @Override
  default Stat stat(Fd fd) throws IOException {
    return itself(fd, Stat.MASK, Stat::read);
  }

  @Override
  default Mount mount(Fd fd) throws IOException {
    return itself(fd, Stat.MASK | Stat.MOUNT, Stat::readMount);
  }

  private <T> T itself(Fd fd, int mask, Function<MemorySegment, T> reading) throws IOException {
    return statx(fd.number(), Path.of(""), fd.path(), Uapi.AT_EMPTY_PATH, mask, reading)
        .orElseThrow(() -> new PosixException("stat", fd.path(), Errno.ENOENT));
  }

  @Override
  default Optional<Stat> stat(Fd directory, Path name) throws IOException {
    String path = NameCalls.path(directory, name);
    int flags = Uapi.AT_SYMLINK_NOFOLLOW;
    return statx(directory.number(), name, path, flags, Stat.MASK, Stat::read);
  }

  private <T> Optional<T> statx(
      int directory,
      Path name,
      String path,
      int flags,
      int mask,
      Function<MemorySegment, T> reading)
      throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = scratch.name(name);
      MemorySegment result = scratch.allocate(Stat.SIZE, Long.BYTES);
      long there =
          callOr(
              Errno.ENOENT,
              "stat",
              path,
              e -> Libc.statx.call(e, directory, bytes, flags, mask, result));
      return there >= 0 ? Optional.of(reading.apply(result)) : Optional.empty();
    }
  }

  @Override
  default void chmod(Fd fd, int mode) throws IOException {
    call("chmod", fd, e -> Libc.fchmod.call(e, fd.number(), mode));
  }

  @Override
  default void chown(Fd fd, int uid, int gid) throws IOException {
    call("chown", fd, e -> Libc.fchown.call(e, fd.number(), uid, gid));
  }

  @Override
  default void setTimes(Fd fd, Instant accessed, Instant modified) throws IOException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment times =
          scratch.allocateFrom(
              JAVA_LONG,
              accessed.getEpochSecond(),
              accessed.getNano(),
              modified.getEpochSecond(),
              modified.getNano());
      call("utimens", fd, e -> Libc.futimens.call(e, fd.number(), times));
    }
  }
}
