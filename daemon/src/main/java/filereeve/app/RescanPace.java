package filereeve.app;

import filereeve.event.RuleName;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// Spaces the rescans of a rule that lost events ask for: after a long run of the whole rule, the
/// next one waits for twice that time, also if it was asked for during the run.
///
/// Invariant: each [#ask] is answered with a pause, by itself or, if the rule is running, by
/// [#ended].
///
/// Thread: safe for use by many threads.
final class RescanPace {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final LongSupplier nanos;

  /// The rules that run as a whole, and since when.
  private final Map<RuleName, Long> running = new HashMap<>();

  /// Of those, the rules whose next rescan was asked for meanwhile.
  private final Set<RuleName> asked = new HashSet<>();

  /// When the next rescan of a rule may begin, for a while after that moment.
  private final Map<RuleName, Long> earliest = new HashMap<>();

  /// @param nanos a monotonic clock, such as `System::nanoTime`
  RescanPace(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// A run of the whole rule begins; [#ended] must follow.
  synchronized void began(RuleName rule) {
    running.put(rule, nanos.getAsLong());
  }

  /// Lost events ask for a rescan.
  ///
  /// @return how long it has to wait; empty during a run, and then [#ended] tells
  synchronized Optional<Duration> ask(RuleName rule) {
    if (running.containsKey(rule)) {
      asked.add(rule);
      return Optional.empty();
    }
    long left = earliest.getOrDefault(rule, nanos.getAsLong()) - nanos.getAsLong();
    if (left <= 0) {
      earliest.remove(rule);
    }
    return Optional.of(Duration.ofNanos(Math.max(0, left)));
  }

  /// The run of the whole rule has ended.
  ///
  /// @return how long the rescan that was asked for meanwhile has to wait; empty if none was
  synchronized Optional<Duration> ended(RuleName rule) {
    long now = nanos.getAsLong();
    Long began = running.remove(rule);
    long took = began == null ? 0 : now - began;
    long pause = Math.min(2 * took, LONGEST.toNanos());
    earliest.values().removeIf(at -> at - now <= 0);
    earliest.put(rule, now + pause);
    return asked.remove(rule) ? Optional.of(Duration.ofNanos(pause)) : Optional.empty();
  }
}
