package filereeve.posix;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// The bytes of a path for the kernel, and back. Names need not be UTF-8: a path that Java read
/// from a folder keeps its bytes, but its text does not lead back to them; the percent-encoded URI
/// does.
final class NativeName {
  private static final char REPLACEMENT = '\uFFFD';

  private NativeName() {}

  static MemorySegment of(Path path, Arena arena) {
    return of(bytes(path), arena);
  }

  static MemorySegment of(String text, Arena arena) {
    return of(text.getBytes(StandardCharsets.UTF_8), arena);
  }

  private static MemorySegment of(byte[] bytes, Arena arena) {
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  static byte[] bytes(Path path) {
    String text = path.toString();
    if (text.indexOf(REPLACEMENT) < 0) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    Path absolute = path.isAbsolute() ? path : Path.of("/").resolve(path);
    byte[] decoded = percentDecoded(absolute.toUri().getRawPath());
    int from = path.isAbsolute() ? 0 : 1;
    int to =
        decoded.length > 1 && decoded[decoded.length - 1] == '/'
            ? decoded.length - 1
            : decoded.length;
    return java.util.Arrays.copyOfRange(decoded, from, to);
  }

  /// The path of one name, as the kernel gave it.
  static Path toPath(byte[] name) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Path.of(decoder.decode(ByteBuffer.wrap(name)).toString());
    } catch (CharacterCodingException notUtf8) {
      var uri = new StringBuilder("file:///");
      for (byte b : name) {
        uri.append(String.format(Locale.ROOT, "%%%02x", b & 0xff));
      }
      return Path.of("/").relativize(Path.of(URI.create(uri.toString())));
    }
  }

  private static byte[] percentDecoded(String text) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        out.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        out.write(text.charAt(i));
      }
    }
    return out.toByteArray();
  }
}
