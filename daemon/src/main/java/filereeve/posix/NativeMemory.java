package filereeve.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Memory outside the heap that is returned to the host when it is closed, not at some later
/// garbage collection. Its pages are zero, and take no memory before they are touched.
///
/// Thread: any, one at a time. Using the buffer after closing is an IllegalStateException.
public final class NativeMemory implements AutoCloseable {
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

  private final Arena arena;
  private final ByteBuffer buffer;

  private NativeMemory(Arena arena, ByteBuffer buffer) {
    this.arena = arena;
    this.buffer = buffer;
  }

  @SuppressWarnings("restricted")
  static NativeMemory map(Libc libc, long bytes) throws IOException {
    long address =
        libc.call(
            "mmap",
            bytes + " bytes",
            e ->
                Libc.mmap.call(
                    e, MemorySegment.NULL, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L));
    Arena arena = Arena.ofShared();
    MemorySegment all =
        MemorySegment.ofAddress(address)
            .reinterpret(bytes, arena, _ -> unmap(libc, address, bytes));
    return new NativeMemory(arena, all.asByteBuffer());
  }

  /// The same buffer each time.
  public ByteBuffer buffer() {
    return buffer;
  }

  @Override
  public void close() {
    arena.close();
  }

  private static void unmap(Libc libc, long address, long bytes) {
    try {
      libc.call("munmap", "memory", e -> Libc.munmap.call(e, address, bytes));
    } catch (PosixException e) {
      throw new IllegalStateException("munmap(2) fails only for memory that was never mapped", e);
    }
  }
}
