package filereeve.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Memory for the arguments and results of one call. Each thread keeps its own for the next call,
/// because allocating it would take longer than most calls do. It still contains what the last call
/// left there.
final class Scratch implements SegmentAllocator, AutoCloseable {
  /// Some names of 255 bytes and a `struct statx`. Longer paths get memory of their own.
  private static final long SIZE = 4096;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  /// Larger transfers gain nothing measurable on ext4 or tmpfs.
  private static final long TRANSFER = 128 * 1024;

  private static final ThreadLocal<MemorySegment> TRANSFER_OF_THREAD =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(TRANSFER, Long.BYTES));

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

  /// The calling thread's buffer for content, as the last transfer left it; freed some time after
  /// the thread ended.
  static MemorySegment transfer() {
    return TRANSFER_OF_THREAD.get();
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

  /// A name as C has it: its bytes, and a zero after them.
  MemorySegment name(Path path) {
    return name(PathBytes.of(path));
  }

  MemorySegment name(String text) {
    return name(text.getBytes(StandardCharsets.UTF_8));
  }

  private MemorySegment name(byte[] bytes) {
    MemorySegment segment = allocate(bytes.length + 1L, 1);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    segment.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    return segment;
  }

  @Override
  public void close() {
    used = 0;
    open = false;
  }
}
