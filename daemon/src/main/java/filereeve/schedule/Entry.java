package filereeve.schedule;

import filereeve.event.RuleName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The state of one rule's schedule.
///
/// @param running up to when everything is done once the present run has ended; empty if there is
///   none
/// @param waiting the same for the run that waits for the present one's end
/// @param failed the same for the last run, if it has failed and nothing was fired since
record Entry(
    ScheduleSettings settings,
    Timetable timetable,
    Duration jitter,
    Optional<Instant> running,
    Optional<Instant> waiting,
    Optional<Instant> failed) {

  static Entry of(RuleName rule, ScheduleSettings settings, String host) {
    return new Entry(
        settings,
        Timetable.of(settings),
        Jitter.of(rule, host, settings.jitter()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Whether it asks for an interval rather than for times of day.
  boolean repeats() {
    return switch (settings.when()) {
      case ScheduleSettings.When.Every _ -> true;
      case ScheduleSettings.When.Cron(String expression) ->
          CronExpression.parse(expression).repeats();
    };
  }

  /// Whether nothing that was fired is still to be done.
  boolean isIdle() {
    return running.isEmpty() && failed.isEmpty();
  }

  /// The timetable with the jitter.
  Timetable delayed() {
    return timetable.delayed(jitter);
  }

  /// The same, with this as what is done once its runs have ended.
  Entry upTo(Instant time) {
    return new Entry(
        settings,
        timetable,
        jitter,
        running.map(_ -> time),
        waiting.map(_ -> time),
        failed.map(_ -> time));
  }

  Entry run(Instant due) {
    return new Entry(settings, timetable, jitter, Optional.of(due), waiting, Optional.empty());
  }

  Entry await(Instant due) {
    return new Entry(settings, timetable, jitter, running, Optional.of(due), failed);
  }

  /// The run has ended: the one that waits takes its place.
  Entry next() {
    return new Entry(settings, timetable, jitter, waiting, Optional.empty(), Optional.empty());
  }

  /// The run has failed: the one that waits takes its place, and asks for the same.
  Entry fail() {
    Optional<Instant> left = waiting.isPresent() ? Optional.empty() : running;
    return new Entry(settings, timetable, jitter, waiting, Optional.empty(), left);
  }
}
