package filereeve.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A name as C has it: its bytes, and a zero after them.
final class NativeName {
  private NativeName() {}

  static MemorySegment of(Path path, Arena arena) {
    return of(PathBytes.of(path), arena);
  }

  static MemorySegment of(String text, Arena arena) {
    return of(text.getBytes(StandardCharsets.UTF_8), arena);
  }

  private static MemorySegment of(byte[] bytes, Arena arena) {
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }
}
