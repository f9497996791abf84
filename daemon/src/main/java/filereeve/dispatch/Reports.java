package filereeve.dispatch;

import static filereeve.telemetry.Field.field;

import filereeve.dispatch.Failures.Verdict;
import filereeve.event.Cause;
import filereeve.event.Key;
import filereeve.event.Outcome;
import filereeve.event.Subject;
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
import java.util.stream.Collectors;

/// Writes one line for each outcome other than [Outcome.Done]; a failure that repeats itself is
/// summed up.
final class Reports {
  /// How a run ended.
  ///
  /// @param thrown what the handler threw, if that is why it failed
  record Ended(
      Work work, int attempt, Duration took, Outcome outcome, Optional<Throwable> thrown) {}

  private final Log log;
  private final InstantSource clock;
  private final Failures failures = new Failures();

  Reports(Log log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /// Which attempt the next run of a key is.
  int attempt(Key key) {
    return failures.attempt(key);
  }

  /// @param attempts in all, for an [Outcome.Retry]
  void ended(Ended run, int attempts) {
    Key key = run.work.key();
    switch (run.outcome) {
      case Outcome.Done() -> failures.done(key).ifPresent(recovery -> recovered(run, recovery));
      case Outcome.Skipped(String why) -> {
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
  }

  /// A thread hangs and was replaced.
  void hangs(Key key, String thread, Duration grace) {
    var fields = new ArrayList<>(subject(key));
    fields.add(field("thread", thread));
    fields.add(
        field(
            "why",
            "cannot end the run: it did not react to an interrupt within "
                + Durations.format(grace)
                + ". Another thread goes on with the lane; this key waits until the run ends."));
    log.log(Event.FAILED, fields.toArray(Field[]::new));
  }

  /// An error in the program, outside of any handler.
  void broken(String thread, Throwable why) {
    log.log(
        Event.FAILED,
        field("thread", thread),
        field(
            "why", "cannot go on: " + why + ". This is an error in the program: please report it."),
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

  /// @param attempts in all: the run's own, if it is not tried again
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
    List<Field> fields = new ArrayList<>(subject(run.work.key()));
    fields.add(
        field(
            "cause", run.work.causes().stream().map(Cause::key).collect(Collectors.joining(","))));
    fields.addAll(List.of(more));
    fields.add(field("took", run.took));
    run.thrown.ifPresent(t -> fields.add(field("stack", stack(t))));
    log.log(event, fields.toArray(Field[]::new));
  }

  private static List<Field> subject(Key key) {
    Field rule = field("rule", key.rule().toString());
    return switch (key.subject()) {
      case Subject.File(var path) -> List.of(rule, field("file", path));
      case Subject.Archives(var directory) -> List.of(rule, field("directory", directory));
      case Subject.Mail(), Subject.Whole() -> List.of(rule);
    };
  }

  private static String stack(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
