package filereeve.app;

import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunId;
import filereeve.event.RunKey;
import filereeve.event.Work;
import filereeve.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// What became of the rules' runs, for those who ask: which rules fail, what each did last, and how
/// a run ended that somebody waits for.
///
/// Thread: safe for use by many threads.
final class RunResults {
  private final InstantSource clock;
  private final FailingRules failing = new FailingRules();
  private final LastRuns last = new LastRuns();
  private final RunWaits waits;

  RunResults(InstantSource clock, Ticker ticker) {
    this.clock = clock;
    this.waits = new RunWaits(ticker::nanos);
  }

  /// A run has ended just now, on this thread.
  ///
  /// @return whether other rules fail now
  synchronized boolean ended(Work work, Outcome outcome, Duration took) {
    RunKey key = work.key();
    String run = RunId.current().map(RunId::text).orElse("");
    boolean changed = failing.ended(key, outcome);
    var ended = new LastRuns.Last(clock.instant(), run, outcome, took, work.causes());
    last.ended(work, ended, failing.fails(key.rule()));
    waits.ended(work, new RunWaits.Ended(run, outcome), took);
    return changed;
  }

  /// The rules that fail at present.
  List<RuleName> failing() {
    return failing.all();
  }

  LastRuns.Of of(RuleName rule) {
    return last.of(rule);
  }

  /// From now on a run of this key is waited for.
  RunWaits.Wait begin(RunKey key) {
    return waits.begin(key);
  }

  /// A rule is gone: a run that outlived it does not count.
  void forget(RuleName rule) {
    failing.forget(rule);
    last.forget(rule);
  }

  /// Only these rules are left.
  void keep(Set<RuleName> rules) {
    failing.keep(rules);
    last.keep(rules);
    waits.keep(rules);
  }
}
