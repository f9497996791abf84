package filereeve.queue;

import java.time.Duration;

/// How long a key waits after a trigger: until nothing has come for `quiet`, at most `max` after
/// the first. `quiet` above `max` means that `max` alone decides.
public record Settle(Duration quiet, Duration max) {
  /// Ready at once.
  public static final Settle NONE = new Settle(Duration.ZERO, Duration.ZERO);

  public Settle {
    if (quiet.isNegative() || max.isNegative()) {
      throw new IllegalArgumentException("a settle time cannot be negative");
    }
  }
}
