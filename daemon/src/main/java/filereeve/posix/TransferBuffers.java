package filereeve.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory outside the heap through which file content goes: one buffer for each thread, freed some
/// time after the thread ended.
final class TransferBuffers {
  /// Larger transfers gain nothing measurable on ext4 or tmpfs.
  private static final long SIZE = 128 * 1024;

  private final ThreadLocal<MemorySegment> mine =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(SIZE, 8));

  MemorySegment mine() {
    return mine.get();
  }
}
