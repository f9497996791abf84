package filereeve.telemetry;

import filereeve.posix.PathBytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/// A path as the log shows it: readable, on one line, and leading back to exactly the bytes of the
/// name. A byte that is not valid UTF-8 or not visible is `\xNN`; a backslash is doubled.
public final class PathText {
  private static final HexFormat HEX = HexFormat.of();

  private PathText() {}

  public static String of(Path path) {
    String text = path.toString();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7f || c == '\\') {
        return escaped(PathBytes.of(path));
      }
    }
    return text;
  }

  private static String escaped(byte[] name) {
    var out = new StringBuilder(name.length + 16);
    for (int i = 0; i < name.length; ) {
      int length = Math.min(lengthFrom(name[i]), name.length - i);
      String character = valid(name, i, length);
      if (character.isEmpty()) {
        length = 1;
      }
      if (character.isEmpty() || Quoting.unseen(character.codePointAt(0))) {
        for (int k = 0; k < length; k++) {
          out.append("\\x").append(HEX.toHexDigits(name[i + k]));
        }
      } else {
        out.append(character.equals("\\") ? "\\\\" : character);
      }
      i += length;
    }
    return out.toString();
  }

  /// How many bytes the character has that starts with this byte.
  private static int lengthFrom(byte first) {
    int ones = Integer.numberOfLeadingZeros(~(first << 24));
    return ones >= 2 && ones <= 4 ? ones : 1;
  }

  /// The character that these bytes are, or nothing if they are none.
  private static String valid(byte[] bytes, int offset, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException e) {
      return "";
    }
  }
}
