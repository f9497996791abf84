package filereeve.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A name as C has it: its bytes, and a zero after them.
final class NativeName {
  private NativeName() {}

  static MemorySegment of(Path path, SegmentAllocator allocator) {
    return of(PathBytes.of(path), allocator);
  }

  static MemorySegment of(String text, SegmentAllocator allocator) {
    return of(text.getBytes(StandardCharsets.UTF_8), allocator);
  }

  private static MemorySegment of(byte[] bytes, SegmentAllocator allocator) {
    MemorySegment segment = allocator.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    segment.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    return segment;
  }
}
