package filereeve.bench.corpus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/// Text under construction: one record of a log, of one line or several.
final class Line {
  private final StringBuilder text = new StringBuilder(512);

  Line add(String part) {
    text.append(part);
    return this;
  }

  Line add(char part) {
    text.append(part);
    return this;
  }

  Line add(int number) {
    text.append(number);
    return this;
  }

  /// With zeros before it.
  Line padded(int number, int digits) {
    String shown = Integer.toString(number);
    text.repeat('0', Math.max(0, digits - shown.length())).append(shown);
    return this;
  }

  Line time(DateTimeFormatter format, LocalDateTime time) {
    format.formatTo(time, text);
    return this;
  }

  byte[] taken() {
    byte[] bytes = text.toString().getBytes(US_ASCII);
    text.setLength(0);
    return bytes;
  }
}
