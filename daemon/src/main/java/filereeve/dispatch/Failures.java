package filereeve.dispatch;

import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.units.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The keys that fail at present: how often they were tried, and what was logged about it. A
/// failure that stays the same is logged until it is final, then summed up: after a minute, then
/// after twice as long each time, in the end hourly. Failures that differ in numbers only are the
/// same, since a name that contains the time is new at each attempt.
///
/// Bounded: past [#MOST] keys the one that has not failed for the longest time is forgotten.
///
/// Thread: safe.
final class Failures {
  static final int MOST = 10_000;
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Duration FIRST_SUMMARY = Duration.ofMinutes(1);
  private static final Duration LONGEST_SUMMARY = Duration.ofHours(1);

  /// What to write about one failure.
  enum Say {
    IT,
    NOTHING,
    SUMMARY
  }

  /// @param unsaid failures, with this one, that no line was written about
  record Verdict(Say say, int unsaid) {}

  /// @param times it failed
  /// @param since the first time
  record Recovery(int times, Instant since) {}

  private static final class Failure {
    private final Instant since;
    private int attempts;
    private int times;
    private String kind = "";
    private boolean saidFinally;
    private int unsaid;
    private Duration pause = FIRST_SUMMARY;
    private Instant nextSummary;

    Failure(Instant now) {
      since = now;
      nextSummary = now;
    }
  }

  private final Map<RunKey, Failure> failing =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RunKey, Failure> eldest) {
          return size() > MOST;
        }
      };

  /// Which attempt the next run of a key is, 1 for the first.
  synchronized int attempt(RunKey key) {
    Failure failure = failing.get(key);
    return failure == null ? 1 : failure.attempts + 1;
  }

  /// A run failed.
  ///
  /// @param last whether no retry follows
  synchronized Verdict failed(RunKey key, String why, boolean last, Instant now) {
    Failure failure = failing.computeIfAbsent(key, _ -> new Failure(now));
    failure.times++;
    failure.attempts = last ? 0 : failure.attempts + 1;
    String kind = NUMBER.matcher(why).replaceAll("0");
    if (!failure.kind.equals(kind)) {
      failure.kind = kind;
      failure.saidFinally = false;
    }
    if (!failure.saidFinally) {
      failure.saidFinally = last;
      failure.unsaid = 0;
      failure.pause = FIRST_SUMMARY;
      failure.nextSummary = now.plus(failure.pause);
      return new Verdict(Say.IT, 0);
    }
    failure.unsaid++;
    if (now.isBefore(failure.nextSummary)) {
      return new Verdict(Say.NOTHING, failure.unsaid);
    }
    int unsaid = failure.unsaid;
    failure.unsaid = 0;
    failure.pause = Durations.shorter(failure.pause.multipliedBy(2), LONGEST_SUMMARY);
    failure.nextSummary = now.plus(failure.pause);
    return new Verdict(Say.SUMMARY, unsaid);
  }

  /// A run ended without failure and without proof that the failure has passed.
  synchronized void paused(RunKey key) {
    Failure failure = failing.get(key);
    if (failure != null) {
      failure.attempts = 0;
    }
  }

  /// A run did its work.
  ///
  /// @return what it recovered from
  synchronized Optional<Recovery> done(RunKey key) {
    Failure failure = failing.remove(key);
    return failure == null
        ? Optional.empty()
        : Optional.of(new Recovery(failure.times, failure.since));
  }

  /// A rule is gone: should it come back, its failures are counted from the first.
  synchronized void forget(RuleName rule) {
    failing.keySet().removeIf(key -> key.rule().equals(rule));
  }

  synchronized int size() {
    return failing.size();
  }
}
