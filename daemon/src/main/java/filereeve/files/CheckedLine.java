package filereeve.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// A state file of one line with its CRC-32, so that a damaged digit is not read as another one:
/// `2026-11-21T02:30:00Z crc32=4f2a91bc`.
public final class CheckedLine {
  private static final Pattern CHECKED = Pattern.compile("(.*) crc32=([0-9a-f]{8})");

  private CheckedLine() {}

  /// The content of a file that says this.
  public static byte[] write(String line) {
    return "%s crc32=%s\n".formatted(line, checksum(line)).getBytes(UTF_8);
  }

  /// What a file says. One of a former version has no checksum, and is read without.
  ///
  /// @return empty if it is damaged. A byte of the checksum's own name can be damaged too: then an
  ///   `=` is left in the line, which no caller accepts
  public static Optional<String> read(byte[] content) {
    String text = new String(content, UTF_8);
    if (!text.endsWith("\n")) {
      return Optional.empty(); // it was cut short
    }
    String line = text.substring(0, text.length() - 1);
    Matcher checked = CHECKED.matcher(line);
    if (!checked.matches()) {
      return Optional.of(line);
    }
    return Optional.of(checked.group(1)).filter(said -> checked.group(2).equals(checksum(said)));
  }

  private static String checksum(String line) {
    var crc = new CRC32();
    crc.update(line.getBytes(UTF_8));
    return "%08x".formatted(crc.getValue());
  }
}
