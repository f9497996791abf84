package filereeve.dispatch;

import java.time.Duration;

/// Durations as people write them in the configuration.
final class Durations {
  private Durations() {}

  static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
