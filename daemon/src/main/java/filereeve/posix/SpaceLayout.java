package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/// Reads `struct statfs` of the kernel's `asm-generic/statfs.h`, as 64-bit architectures have it.
final class SpaceLayout {
  static final long SIZE = 120;

  private static final int BLOCK_SIZE = 8;
  private static final int BLOCKS = 16;
  private static final int AVAILABLE = 32;
  private static final int FRAGMENT_SIZE = 72;

  private SpaceLayout() {}

  static Space read(MemorySegment s) {
    long fragment = s.get(JAVA_LONG, FRAGMENT_SIZE);
    long block = fragment > 0 ? fragment : s.get(JAVA_LONG, BLOCK_SIZE);
    return new Space(s.get(JAVA_LONG, BLOCKS) * block, s.get(JAVA_LONG, AVAILABLE) * block);
  }
}
