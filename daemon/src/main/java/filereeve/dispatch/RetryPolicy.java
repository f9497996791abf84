package filereeve.dispatch;

import filereeve.units.Durations;
import java.time.Duration;

/// How often and after which waits a failed run is retried: `first`, then twice as long each time,
/// at most `max`, each with jitter.
///
/// @param attempts runs in all, the first one included; at least 1
public record RetryPolicy(int attempts, Duration first, Duration max) {
  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1, not " + attempts);
    }
  }

  /// How long to wait after this attempt failed: between half of the step and all of it, so that
  /// what failed together is not retried together.
  ///
  /// @param attempt 1 for the first
  /// @param random from 0 to 1
  public Duration waitAfter(int attempt, double random) {
    Duration step = first;
    for (int i = 1; i < attempt && step.compareTo(max) < 0; i++) {
      step = step.multipliedBy(2);
    }
    return Duration.ofNanos((long) (Durations.shorter(step, max).toNanos() * (0.5 + random / 2)));
  }
}
