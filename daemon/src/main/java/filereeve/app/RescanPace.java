package filereeve.app;

import filereeve.event.RuleName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Spaces the rescans of a rule that lost events ask for: after a long one, the next waits for
/// twice that time.
///
/// Thread: safe for use by many threads.
final class RescanPace {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final LongSupplier nanos;
  private final Map<RuleName, Long> earliest = new ConcurrentHashMap<>();

  /// @param nanos a monotonic clock, such as `System::nanoTime`
  RescanPace(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// A run of the whole rule has ended.
  void ended(RuleName rule, Duration took) {
    long pause = Math.min(took.multipliedBy(2).toNanos(), LONGEST.toNanos());
    earliest.put(rule, nanos.getAsLong() + pause);
  }

  /// How long the next one has to wait.
  Duration pause(RuleName rule) {
    Long until = earliest.get(rule);
    long left = until == null ? 0 : until - nanos.getAsLong();
    return Duration.ofNanos(Math.max(0, left));
  }
}
