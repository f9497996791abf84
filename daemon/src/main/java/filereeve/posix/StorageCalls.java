package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// A file's blocks and its filesystem: sets lengths, removes blocks, finds holes and addresses.
interface StorageCalls extends LinuxCalls {
  /// Parts of a file that are counted, two calls for each.
  int MOST_PARTS = 1_000;

  @Override
  default void truncate(Fd fd, long size) throws IOException {
    call("truncate", fd, e -> Libc.ftruncate.call(e, fd.number(), size));
  }

  @Override
  default void collapse(Fd fd, long offset, long length) throws IOException {
    libc()
        .callOnce(
            "collapse",
            fd.path(),
            e ->
                Libc.fallocate.call(e, fd.number(), Uapi.FALLOC_FL_COLLAPSE_RANGE, offset, length));
  }

  @Override
  default Optional<Hole> hole(Fd fd) throws IOException {
    long size = stat(fd).size();
    long begin = size == 0 ? size : seek(fd, 0, Uapi.SEEK_HOLE).orElse(size);
    return begin >= size
        ? Optional.empty()
        : Optional.of(new Hole(begin, seek(fd, begin, Uapi.SEEK_DATA).orElse(size)));
  }

  @Override
  default long written(Fd fd) throws IOException {
    Stat stat = stat(fd);
    if (!stat.mayHaveHoles()) {
      return stat.size();
    }
    long written = 0;
    long end = 0;
    for (int part = 0; part < MOST_PARTS; part++) {
      OptionalLong begin = nextWritten(fd, end);
      if (begin.isEmpty()) {
        return written;
      }
      end = seek(fd, begin.getAsLong(), Uapi.SEEK_HOLE).orElse(stat.size());
      written += end - begin.getAsLong();
    }
    return Math.max(written, stat.allocated());
  }

  @Override
  default OptionalLong nextWritten(Fd fd, long offset) throws IOException {
    return seek(fd, offset, Uapi.SEEK_DATA);
  }

  @Override
  default void extend(Fd fd, long size) throws IOException {
    truncate(fd, size);
    call("seek", fd, e -> Libc.lseek.call(e, fd.number(), 0L, Uapi.SEEK_END));
  }

  /// @return empty if there is nothing of the kind at or after the offset
  private OptionalLong seek(Fd fd, long offset, int what) throws PosixException {
    long at = callOr(Errno.ENXIO, "seek", fd, e -> Libc.lseek.call(e, fd.number(), offset, what));
    return at < 0 ? OptionalLong.empty() : OptionalLong.of(at);
  }

  @Override
  default OptionalLong blockAddress(Fd fd, long offset) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment map = arena.allocate(Uapi.FIEMAP_SIZE + Uapi.FIEMAP_EXTENT_SIZE, 8);
      map.set(JAVA_LONG, 0, offset);
      map.set(JAVA_LONG, 8, 1L);
      map.set(JAVA_INT, 16, Uapi.FIEMAP_FLAG_SYNC);
      map.set(JAVA_INT, 24, 1);
      call("map blocks of", fd, e -> Libc.ioctl.call(e, fd.number(), Uapi.FS_IOC_FIEMAP, map));
      return map.get(JAVA_INT, 20) == 0
          ? OptionalLong.empty()
          : address(map.asSlice(Uapi.FIEMAP_SIZE), offset);
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
    return covers && (extent.get(JAVA_INT, 40) & Uapi.WITHOUT_ADDRESS) == 0
        ? OptionalLong.of(extent.get(JAVA_LONG, 8) + into)
        : OptionalLong.empty();
  }

  /// `ENOTTY` where the filesystem does not know the question.
  private static boolean isWithoutAddresses(PosixException e) {
    return e.errno() == Errno.EOPNOTSUPP || e.errno() == Errno.EINVAL || e.errno() == Errno.ENOTTY;
  }

  @Override
  default Filesystem filesystem(Fd fd) throws IOException {
    return statfs(fd, s -> new Filesystem(s.get(JAVA_LONG, 0), s.get(JAVA_LONG, 8)));
  }

  @Override
  default Space space(Fd fd) throws IOException {
    return statfs(
        fd,
        s -> {
          long fragment = s.get(JAVA_LONG, 72);
          long block = fragment > 0 ? fragment : s.get(JAVA_LONG, 8);
          return new Space(s.get(JAVA_LONG, 16) * block, s.get(JAVA_LONG, 32) * block);
        });
  }

  /// @param reading of [Uapi#STATFS_SIZE] bytes: type 0, block size 8, blocks 16, available 32,
  ///   fragment size 72
  private <T> T statfs(Fd fd, Function<MemorySegment, T> reading) throws PosixException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment result = scratch.allocate(Uapi.STATFS_SIZE, 8);
      call("statfs", fd, e -> Libc.fstatfs.call(e, fd.number(), result));
      return reading.apply(result);
    }
  }
}
