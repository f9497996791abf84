package filereeve.queue;

import java.time.Duration;

/// How long a key waits after a trigger: until nothing has come for `quiet`, at most `maxWait`
/// after the first. `quiet` above `maxWait` means that `maxWait` alone decides.
public record Debounce(Duration quiet, Duration maxWait) {
  /// Ready at once.
  public static final Debounce NONE = new Debounce(Duration.ZERO, Duration.ZERO);

  public Debounce {
    if (quiet.isNegative() || maxWait.isNegative()) {
      throw new IllegalArgumentException("a debounce time cannot be negative");
    }
  }
}
