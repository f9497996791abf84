package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Asks for the filesystem of a file: `struct statfs` of the kernel's `asm-generic/statfs.h`, as
/// 64-bit architectures have it.
final class Filesystems {
  private static final long SIZE = 120;
  private static final int TYPE = 0;
  private static final int BLOCK_SIZE = 8;
  private static final int BLOCKS = 16;
  private static final int AVAILABLE = 32;
  private static final int FRAGMENT_SIZE = 72;

  private final Libc libc;

  Filesystems(Libc libc) {
    this.libc = libc;
  }

  private interface Reading<T> {
    T read(MemorySegment statfs);
  }

  Filesystem filesystem(Fd fd) throws PosixException {
    return read(fd, s -> new Filesystem(s.get(JAVA_LONG, TYPE), s.get(JAVA_LONG, BLOCK_SIZE)));
  }

  Space space(Fd fd) throws PosixException {
    return read(
        fd,
        s -> {
          long fragment = s.get(JAVA_LONG, FRAGMENT_SIZE);
          long block = fragment > 0 ? fragment : s.get(JAVA_LONG, BLOCK_SIZE);
          return new Space(s.get(JAVA_LONG, BLOCKS) * block, s.get(JAVA_LONG, AVAILABLE) * block);
        });
  }

  private <T> T read(Fd fd, Reading<T> reading) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(SIZE, 8);
      libc.call("statfs", fd.path(), e -> (int) Libc.fstatfs.invokeExact(e, fd.number(), result));
      return reading.read(result);
    }
  }
}
