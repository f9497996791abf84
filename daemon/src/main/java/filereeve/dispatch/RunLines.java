package filereeve.dispatch;

import static filereeve.telemetry.Field.field;

import filereeve.dispatch.Failures.Verdict;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Work;
import filereeve.telemetry.Event;
import filereeve.telemetry.Field;
import filereeve.telemetry.Log;
import filereeve.units.Durations;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Writes a line for each run that starts and for its outcome; a failure that repeats itself is
/// summed up.
final class RunLines {
  /// How a run ended.
  ///
  /// @param thrown what the handler threw, if that is why it failed
  record Ended(
      Work work, int attempt, Duration took, Outcome outcome, Optional<Throwable> thrown) {}

  private final Log log;
  private final InstantSource clock;
  private final Predicate<RuleName> isInForce;
  private final Failures failures = new Failures();

  /// @param isInForce whether a rule is in the configuration
  RunLines(Log log, InstantSource clock, Predicate<RuleName> isInForce) {
    this.log = log;
    this.clock = clock;
    this.isInForce = isInForce;
  }

  void started(Work work, int attempt) {
    if (log.isOn(Event.RUN_STARTED)) {
      Field[] more = {causes(work), field("attempt", attempt)};
      log.log(Event.RUN_STARTED, Field.fields(work.key(), more));
    }
  }

  /// Which attempt the next run of a key is.
  int attempt(RunKey key) {
    return failures.attempt(key);
  }

  /// @param attempts in all, for an [Outcome.Retry]
  void ended(Ended run, int attempts) {
    RunKey key = run.work.key();
    switch (run.outcome) {
      case Outcome.Done() -> {
        failures.done(key).ifPresent(recovery -> recovered(run, recovery));
        line(Event.DONE, run);
      }
      case Outcome.Skipped(String why) -> {
        failures.paused(key);
        line(Event.SKIPPED, run, field("why", why));
      }
      case Outcome.Refused(String why) -> {
        failures.paused(key);
        line(Event.SKIPPED, run, field("why", why));
      }
      case Outcome.Deferred(Duration after, String why) -> {
        failures.paused(key);
        line(Event.DEFERRED, run, field("after", after), field("why", why));
      }
      case Outcome.Retry(String why) -> failed(run, why, attempts);
      case Outcome.Failed(String why) -> failed(run, why, run.attempt);
    }
    if (!isInForce.test(key.rule())) {
      failures.forget(key.rule());
    }
  }

  /// A thread hangs and was replaced.
  void hangs(RunKey key, String thread, Duration grace) {
    log.log(
        Event.FAILED,
        Field.fields(
            key,
            field("thread", thread),
            field(
                "why",
                "cannot end the run: it did not react to an interrupt within "
                    + Durations.format(grace)
                    + ". Another thread takes over; this file or rule waits until the run"
                    + " ends.")));
  }

  /// A bug in Filereeve, outside of any handler.
  void broken(String thread, Throwable why) {
    log.log(
        Event.FAILED,
        field("thread", thread),
        field("why", "cannot continue: " + why + ". This is a bug in Filereeve: please report it."),
        field("stack", stack(why)));
  }

  private void recovered(Ended run, Failures.Recovery recovery) {
    Instant now = clock.instant();
    line(
        Event.RECOVERED,
        run,
        field("failures", recovery.times()),
        field("failing_for", Duration.between(recovery.since(), now)));
  }

  /// @param attempts in all: the run's own, if it is not retried
  private void failed(Ended run, String why, int attempts) {
    boolean last = run.attempt >= attempts;
    Verdict verdict = failures.failed(run.work.key(), why, last, clock.instant());
    switch (verdict.say()) {
      case IT ->
          line(
              last ? Event.FAILED : Event.RETRY,
              run,
              field("attempt", run.attempt + "/" + attempts),
              field("why", why));
      case SUMMARY ->
          line(Event.REPEATED, run, field("times", verdict.unsaid()), field("why", why));
      case NOTHING -> {}
    }
  }

  private void line(Event event, Ended run, Field... more) {
    if (!log.isOn(event)) {
      return;
    }
    var fields = new ArrayList<Field>();
    fields.add(causes(run.work));
    fields.addAll(List.of(more));
    fields.add(field("took", run.took));
    run.thrown.ifPresent(t -> fields.add(field("stack", stack(t))));
    log.log(event, Field.fields(run.work.key(), fields.toArray(Field[]::new)));
  }

  private static Field causes(Work work) {
    return field("cause", work.causes().stream().map(Cause::key).collect(Collectors.joining(",")));
  }

  private static String stack(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
