package filereeve.posix;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/// The bytes of a path, as the kernel has them, and back. Names need not be UTF-8: a path that Java
/// read from a directory keeps its bytes, but its text shows U+FFFD where they are none, and does
/// not lead back to them; the percent-encoded URI does.
public final class PathBytes {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int FIRST_ESCAPE = 0xDC00;
  private static final int LAST_ESCAPE = FIRST_ESCAPE + 0xff;

  /// What a URI's path has besides letters and digits (RFC 2396).
  private static final String NOT_ENCODED = "-_.!~*'():@&=+$,;/";

  private PathBytes() {}

  public static byte[] of(Path path) {
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
    return Arrays.copyOfRange(decoded, from, to);
  }

  /// The path as a text that leads back to its bytes by [#ofText]: a byte that is not UTF-8 is a
  /// lone surrogate, U+DC00 plus the byte, as in Python's `surrogateescape`.
  public static String text(Path path) {
    String text = path.toString();
    return text.indexOf(REPLACEMENT) < 0 ? text : text(of(path));
  }

  /// An absolute path as it is in a `file:` URI, which leads back to its bytes. [Path#toUri] does
  /// the same, but inspects the file, and waits for it on a filesystem that does not answer.
  public static String encoded(Path path) {
    var out = new StringBuilder();
    for (byte each : of(path)) {
      char c = (char) (each & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || NOT_ENCODED.indexOf(c) >= 0)) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
      }
    }
    return out.toString();
  }

  private static String text(byte[] bytes) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (FIRST_ESCAPE + (in.get() & 0xff)));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  /// The bytes of a text in UTF-8, where a lone surrogate of [#text] is the byte it stands for.
  static byte[] ofText(String text) {
    var out = new ByteArrayOutputStream(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c >= FIRST_ESCAPE && c <= LAST_ESCAPE) {
                out.write(c - FIRST_ESCAPE);
              } else {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return out.toByteArray();
  }

  /// The path of one name.
  public static Path toName(byte[] bytes) {
    return toPath(bytes);
  }

  /// The path of these bytes, absolute or not.
  static Path toPath(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return Path.of(text);
    }
    boolean absolute = bytes[0] == '/';
    var uri = new StringBuilder("file:///");
    for (int i = absolute ? 1 : 0; i < bytes.length; i++) {
      uri.append(String.format(Locale.ROOT, "%%%02x", bytes[i] & 0xff));
    }
    Path path = Path.of(URI.create(uri.toString()));
    return absolute ? path : Path.of("/").relativize(path);
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
