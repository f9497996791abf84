package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import filereeve.posix.Obstacle.Kind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Asks the kernel what prevented a call on a name, once the call has failed.
final class Obstacles {
  private static final long STATX_ATTR_IMMUTABLE = 0x10;
  private static final long STATX_ATTR_APPEND = 0x20;
  private static final long STATX_ATTR_MOUNT_ROOT = 0x2000;

  private final Libc libc;

  Obstacles(Libc libc) {
    this.libc = libc;
  }

  /// @param failure of a call that opened, created, renamed or removed the name
  /// @return the same failure, with its obstacle if the kernel names one
  PosixException explain(PosixException failure, Fd directory, Path name) {
    try {
      Optional<Obstacle> obstacle = find(failure.errno(), directory, name);
      return obstacle.isPresent() ? new PosixException(failure, obstacle.get()) : failure;
    } catch (PosixException unanswered) {
      failure.addSuppressed(unanswered);
      return failure;
    }
  }

  private Optional<Obstacle> find(Errno errno, Fd directory, Path name) throws PosixException {
    String path = NameCalls.path(directory, name);
    return switch (errno) {
      case EPERM -> {
        Optional<Obstacle> ofFile = flag(attributes(directory, name), path);
        yield ofFile.isPresent()
            ? ofFile
            : flag(attributes(directory, Path.of("")), directory.path());
      }
      case EBUSY ->
          (attributes(directory, name) & STATX_ATTR_MOUNT_ROOT) != 0
              ? Optional.of(new Obstacle(Kind.MOUNT_POINT, path))
              : Optional.empty();
      case ENOSPC ->
          lacksInodes(directory)
              ? Optional.of(new Obstacle(Kind.NO_INODES, directory.path()))
              : Optional.empty();
      case EROFS ->
          isAloneReadOnly(directory, name)
              ? Optional.of(new Obstacle(Kind.READ_ONLY_MOUNT, directory.path()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Obstacle> flag(long attributes, String path) {
    if ((attributes & STATX_ATTR_IMMUTABLE) != 0) {
      return Optional.of(new Obstacle(Kind.IMMUTABLE, path));
    }
    return (attributes & STATX_ATTR_APPEND) != 0
        ? Optional.of(new Obstacle(Kind.APPEND_ONLY, path))
        : Optional.empty();
  }

  /// `stx_attributes`.
  ///
  /// @param name empty for the directory itself
  /// @return no bits if there is no such name
  private long attributes(Fd directory, Path name) throws PosixException {
    return statx(directory, name, 0, result -> result.get(JAVA_LONG, 8)).orElse(0L);
  }

  private <T> Optional<T> statx(
      Fd directory, Path name, int mask, Function<MemorySegment, T> reading) throws PosixException {
    int flags = Uapi.AT_EMPTY_PATH | Uapi.AT_SYMLINK_NOFOLLOW;
    try (Scratch scratch = Scratch.open()) {
      MemorySegment bytes = scratch.name(name);
      MemorySegment result = scratch.allocate(Stat.SIZE, Long.BYTES);
      long there =
          libc.callOr(
              Errno.ENOENT,
              "stat",
              NameCalls.path(directory, name),
              e -> Libc.statx.call(e, directory.number(), bytes, flags, mask, result));
      return there >= 0 ? Optional.of(reading.apply(result)) : Optional.empty();
    }
  }

  /// Whether a name, or else its directory, is on a mount that is read-only while the filesystem is
  /// not.
  private boolean isAloneReadOnly(Fd directory, Path name) throws PosixException {
    int mask = Stat.MASK | Stat.MOUNT;
    Optional<Mount> mount = statx(directory, name, mask, Stat::readMount);
    if (mount.isEmpty()) {
      mount = statx(directory, Path.of(""), mask, Stat::readMount);
    }
    OptionalLong id = mount.map(Mount::id).orElse(OptionalLong.empty());
    if (id.isEmpty()) {
      return false;
    }
    try {
      return MountEntry.all().stream()
          .anyMatch(entry -> entry.id() == id.getAsLong() && entry.isAloneReadOnly());
    } catch (IOException _) {
      return false; // there is no /proc
    }
  }

  /// Whether blocks are free, but no inode. btrfs and others, which create inodes as they need
  /// them, report a total of 0.
  private boolean lacksInodes(Fd directory) throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment s = scratch.allocate(Uapi.STATFS_SIZE, 8);
      libc.call("statfs", directory.path(), e -> Libc.fstatfs.call(e, directory.number(), s));
      long freeBlocks = s.get(JAVA_LONG, 24);
      long inodes = s.get(JAVA_LONG, 40);
      long freeInodes = s.get(JAVA_LONG, 48);
      return freeBlocks > 0 && inodes > 0 && freeInodes == 0;
    }
  }
}
