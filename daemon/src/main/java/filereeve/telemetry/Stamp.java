package filereeve.telemetry;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The time of a line: milliseconds, in UTC, always as long. Many lines come in one second, and
/// most of its text is the second's.
///
/// Thread: safe for use by many threads.
final class Stamp {
  private record Second(long epoch, String text) {}

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT).withZone(ZoneOffset.UTC);

  private volatile Second last = second(Instant.EPOCH);

  /// Such as `2026-11-21T17:43:29.012Z`.
  String of(Instant time) {
    Second second = last;
    if (second.epoch() != time.getEpochSecond()) {
      second = second(time);
      last = second;
    }
    int millis = time.getNano() / 1_000_000;
    String zeros = millis < 10 ? "00" : millis < 100 ? "0" : "";
    return second.text() + zeros + millis + 'Z';
  }

  private static Second second(Instant time) {
    return new Second(time.getEpochSecond(), SECOND.format(time));
  }
}
