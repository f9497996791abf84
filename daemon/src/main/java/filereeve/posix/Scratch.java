package filereeve.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/// Memory for what one call is given and gives back. Each thread keeps its own for the next call:
/// to take it from the host and give it back would take longer than most calls do. It holds what
/// the last call left.
final class Scratch implements SegmentAllocator, AutoCloseable {
  /// Some names of 255 bytes and a `struct statx`. Longer paths get memory of their own.
  private static final long SIZE = 4096;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private final MemorySegment memory = Arena.ofAuto().allocate(SIZE, Long.BYTES);
  private long used;
  private boolean open;

  private Scratch() {}

  /// The calling thread's, until it is closed; one within another is a new one.
  static Scratch open() {
    Scratch own = OF_THREAD.get();
    Scratch free = own.open ? new Scratch() : own;
    free.open = true;
    return free;
  }

  @Override
  public MemorySegment allocate(long bytes, long alignment) {
    long at = (used + alignment - 1) & -alignment;
    if (at + bytes > SIZE) {
      return Arena.ofAuto().allocate(bytes, alignment);
    }
    used = at + bytes;
    return memory.asSlice(at, bytes);
  }

  @Override
  public void close() {
    used = 0;
    open = false;
  }
}
