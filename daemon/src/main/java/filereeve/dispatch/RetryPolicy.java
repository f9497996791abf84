package filereeve.dispatch;

import java.time.Duration;

/// How often and after which waits a failed run is tried again: `first`, then twice as long each
/// time, at most `max`, each with jitter.
///
/// @param attempts runs in all, the first one included; at least 1
public record RetryPolicy(int attempts, Duration first, Duration max) {
  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1, not " + attempts);
    }
  }
}
