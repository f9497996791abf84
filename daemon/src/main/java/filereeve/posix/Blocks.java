package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;

/// Which blocks a file has: where they are, where there are none, and taking some out.
final class Blocks {
  private static final int FALLOC_FL_COLLAPSE_RANGE = 0x08;
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;

  /// `_IOWR('f', 11, struct fiemap)`.
  private static final long FS_IOC_FIEMAP = 0xC020660BL;

  private static final int FIEMAP_FLAG_SYNC = 1;
  private static final long FIEMAP_SIZE = 32;
  private static final long FIEMAP_EXTENT_SIZE = 56;

  /// Unknown, not allocated yet, encoded, encrypted, not aligned, inline, in a shared tail,
  /// unwritten.
  private static final int WITHOUT_ADDRESS = 0x2 | 0x4 | 0x8 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800;

  private final Libc libc;

  Blocks(Libc libc) {
    this.libc = libc;
  }

  void truncate(Fd fd, long size) throws PosixException {
    libc.call("truncate", fd.path(), e -> (int) Libc.ftruncate.invokeExact(e, fd.number(), size));
  }

  void collapse(Fd fd, long offset, long length) throws PosixException {
    libc.callOnce(
        "collapse",
        fd.path(),
        e ->
            (int)
                Libc.fallocate.invokeExact(
                    e, fd.number(), FALLOC_FL_COLLAPSE_RANGE, offset, length));
  }

  Optional<Hole> hole(Fd fd, long size) throws PosixException {
    if (size == 0) {
      return Optional.empty();
    }
    long begin = seek(fd, 0, SEEK_HOLE).orElse(size);
    return begin >= size
        ? Optional.empty()
        : Optional.of(new Hole(begin, seek(fd, begin, SEEK_DATA).orElse(size)));
  }

  /// @return empty if there is nothing of the kind behind the offset
  private OptionalLong seek(Fd fd, long offset, int what) throws PosixException {
    long at =
        libc.callOr(
            Errno.ENXIO,
            "seek",
            fd.path(),
            e -> (long) Libc.lseek.invokeExact(e, fd.number(), offset, what));
    return at < 0 ? OptionalLong.empty() : OptionalLong.of(at);
  }

  OptionalLong address(Fd fd, long offset) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment map = arena.allocate(FIEMAP_SIZE + FIEMAP_EXTENT_SIZE, 8);
      map.set(JAVA_LONG, 0, offset);
      map.set(JAVA_LONG, 8, 1L);
      map.set(JAVA_INT, 16, FIEMAP_FLAG_SYNC);
      map.set(JAVA_INT, 24, 1);
      libc.call(
          "map blocks of",
          fd.path(),
          e -> (int) Libc.ioctl.invokeExact(e, fd.number(), FS_IOC_FIEMAP, map));
      return map.get(JAVA_INT, 20) == 0
          ? OptionalLong.empty()
          : address(map.asSlice(FIEMAP_SIZE), offset);
    } catch (PosixException e) {
      if (isWithoutAddresses(e)) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }

  private static OptionalLong address(MemorySegment extent, long offset) {
    long into = offset - extent.get(JAVA_LONG, 0);
    boolean covers = into >= 0 && into < extent.get(JAVA_LONG, 16);
    return covers && (extent.get(JAVA_INT, 40) & WITHOUT_ADDRESS) == 0
        ? OptionalLong.of(extent.get(JAVA_LONG, 8) + into)
        : OptionalLong.empty();
  }

  /// `ENOTTY` where the filesystem does not know the question.
  private static boolean isWithoutAddresses(PosixException e) {
    return e.errno() == Errno.EOPNOTSUPP || e.errno() == Errno.EINVAL || e.errno() == Errno.ENOTTY;
  }
}
