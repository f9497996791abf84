package filereeve.app;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.Work;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Tells the schedules what became of the runs that they fired. What was fired is done when a run
/// of its rule has ended well, whatever its cause: a run that failed is followed by a retry or a
/// rescan.
///
/// Thread: safe for use by many threads.
final class ScheduledRuns {
  private final Consumer<RuleName> finished;
  private final Consumer<RuleName> failed;

  /// Rules whose scheduled run has begun and is not done.
  private final Set<RuleName> begun = ConcurrentHashMap.newKeySet();

  private volatile boolean stopping;

  /// @param finished is told that what was fired for a rule is done
  /// @param failed is told that it is not, and not tried again soon
  ScheduledRuns(Consumer<RuleName> finished, Consumer<RuleName> failed) {
    this.finished = finished;
    this.failed = failed;
  }

  /// The daemon stops: what that keeps from running is skipped, and is not done.
  void stopping() {
    stopping = true;
  }

  /// A run of a whole rule has ended.
  void ended(Work work, Outcome outcome) {
    RuleName rule = work.key().rule();
    if (work.causes().contains(Cause.SCHEDULE)) {
      begun.add(rule);
    }
    switch (outcome) {
      case Outcome.Done _, Outcome.Refused _ -> done(rule);
      case Outcome.Skipped _ -> {
        if (!stopping) {
          done(rule);
        }
      }
      case Outcome.Failed _ -> {
        if (begun.contains(rule)) {
          failed.accept(rule);
        }
      }
      case Outcome.Deferred _, Outcome.Retry _ -> {
        // It runs again by itself; until then the scheduled run is not done.
      }
    }
  }

  /// A rule is gone: should it come back, its first run is not the scheduled one.
  void forget(RuleName rule) {
    begun.remove(rule);
  }

  private void done(RuleName rule) {
    if (begun.remove(rule)) {
      finished.accept(rule);
    }
  }
}
