package filereeve.telemetry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// A line as journald's native protocol has it (systemd.io/JOURNAL_NATIVE_PROTOCOL): the text, its
/// priority, and each field under its name in capitals, so that `journalctl RULE=rotate.app` finds
/// it.
final class JournalEntry {
  private static final String MESSAGE = "MESSAGE";
  private static final String PRIORITY = "PRIORITY";
  private static final String IDENTIFIER = "SYSLOG_IDENTIFIER";

  /// A datagram of more than about 200 KiB is refused by the kernel.
  private static final int LARGEST = 1 << 17;

  /// In a line that would be larger, longer values are in the text only.
  private static final int LONGEST_VALUE = 1 << 10;

  private static final int LONGEST_TEXT = 1 << 16;

  /// journald drops fields with longer names.
  private static final int LONGEST_NAME = 64;

  private JournalEntry() {}

  static byte[] of(Line line) {
    byte[] text = LineFormat.message(line).getBytes(StandardCharsets.UTF_8);
    byte[] entry = entry(line, text, Integer.MAX_VALUE);
    return entry.length <= LARGEST
        ? entry
        : entry(line, Arrays.copyOf(text, Math.min(text.length, LONGEST_TEXT)), LONGEST_VALUE);
  }

  /// The text and the priority of an entry, as standard error has them.
  static String textOf(byte[] entry) {
    String[] lines = new String(entry, StandardCharsets.UTF_8).split("\n", 3);
    return "<"
        + lines[1].substring(PRIORITY.length() + 1)
        + ">"
        + lines[0].substring(MESSAGE.length() + 1);
  }

  private static byte[] entry(Line line, byte[] text, int longestValue) {
    var out = new ByteArrayOutputStream(text.length * 2 + 128);
    add(out, MESSAGE, text);
    add(out, PRIORITY, bytes(Integer.toString(LineFormat.priority(line.level()))));
    add(out, IDENTIFIER, bytes("filereeve"));
    add(out, "EVENT", bytes(line.event()));
    var taken = new HashSet<>(Set.of(MESSAGE, PRIORITY, IDENTIFIER, "EVENT"));
    for (Field field : line.fields()) {
      byte[] value = bytes(ValueText.of(field.value()));
      if (value.length <= longestValue) {
        add(out, name(field.key(), taken), value);
      }
    }
    return out.toByteArray();
  }

  /// `output` becomes `OUTPUT`; a name that has a meaning of its own, or is taken, gets a number.
  private static String name(String key, Set<String> taken) {
    String plain =
        key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_").replaceFirst("^[_0-9]+", "");
    String whole = plain.isEmpty() ? "FIELD" : plain;
    String name = whole.substring(0, Math.min(whole.length(), LONGEST_NAME - 3));
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  /// A value with a line end is given with its length.
  private static void add(ByteArrayOutputStream out, String name, byte[] value) {
    out.writeBytes(bytes(name));
    boolean severalLines = false;
    for (byte b : value) {
      severalLines |= b == '\n';
    }
    if (severalLines) {
      out.write('\n');
      out.writeBytes(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(value.length)
              .array());
    } else {
      out.write('=');
    }
    out.writeBytes(value);
    out.write('\n');
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
