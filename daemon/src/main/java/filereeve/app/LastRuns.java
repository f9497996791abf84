package filereeve.app;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What became of each rule's last run that had something to do, when it last succeeded, and since
/// when it fails.
///
/// Thread: safe for use by many threads.
final class LastRuns {
  /// @param at when it ended
  /// @param run its id
  record Last(Instant at, String run, Outcome outcome, Duration took, Set<Cause> causes) {}

  /// @param last empty if there was nothing to do so far
  /// @param succeeded empty if it has not
  /// @param failingSince empty if it does not
  record Of(Optional<Last> last, Optional<Instant> succeeded, Optional<Instant> failingSince) {
    static final Of NONE = new Of(Optional.empty(), Optional.empty(), Optional.empty());

    private Of after(Last ended, boolean fails) {
      return switch (ended.outcome()) {
        case Outcome.Skipped _, Outcome.Deferred _ ->
            new Of(last, succeeded, fails ? failingSince : Optional.empty());
        case Outcome.Done _ ->
            new Of(
                Optional.of(ended),
                Optional.of(ended.at()),
                fails ? failingSince : Optional.empty());
        case Outcome.Retry _, Outcome.Failed _, Outcome.Refused _ ->
            new Of(Optional.of(ended), succeeded, failingSince.or(() -> Optional.of(ended.at())));
      };
    }
  }

  private final Map<RuleName, Of> rules = new HashMap<>();

  /// @param fails whether the rule fails now: another of its keys may
  synchronized void ended(Work work, Last ended, boolean fails) {
    RuleName rule = work.key().rule();
    rules.put(rule, of(rule).after(ended, fails));
  }

  synchronized Of of(RuleName rule) {
    return rules.getOrDefault(rule, Of.NONE);
  }

  synchronized void forget(RuleName rule) {
    rules.remove(rule);
  }

  /// Only these rules are left.
  synchronized void keep(Set<RuleName> left) {
    rules.keySet().retainAll(left);
  }
}
