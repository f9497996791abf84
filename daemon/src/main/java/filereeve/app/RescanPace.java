package filereeve.app;

import filereeve.event.RuleName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Keeps looks at everything a rule names, which lost events ask for, from following one another
/// without a pause: where a look takes long, the next one waits for twice as long.
///
/// Thread: safe for use by many threads.
final class RescanPace {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final LongSupplier nanos;
  private final Map<RuleName, Long> earliest = new ConcurrentHashMap<>();

  /// @param nanos a clock that never goes back, such as `System::nanoTime`
  RescanPace(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// A look of this rule has ended.
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
