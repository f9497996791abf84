package filereeve.rule;

import filereeve.dispatch.RetryPolicy;
import filereeve.event.RuleName;
import filereeve.queue.Debounce;
import filereeve.route.Claim;
import filereeve.schedule.ScheduleSettings;
import java.time.Duration;
import java.util.Optional;

/// What every rule has, whatever its kind, and its own settings.
///
/// @param rescan reconcile the whole rule this often, even without an event
/// @param timeout of one command, and of one run without progress
/// @param settings what only its kind has
public record Rule<S>(
    Claim claim,
    Debounce debounce,
    Duration rescan,
    Duration timeout,
    RetryPolicy retry,
    Optional<ScheduleSettings> schedule,
    S settings) {
  public RuleName name() {
    return claim.rule();
  }

  /// The same rule with another claim.
  public Rule<S> with(Claim other) {
    return new Rule<>(other, debounce, rescan, timeout, retry, schedule, settings);
  }
}
