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
record Entry(
    ScheduleSettings settings,
    Timetable timetable,
    Duration jitter,
    Optional<Instant> running,
    Optional<Instant> waiting) {

  static Entry of(RuleName rule, ScheduleSettings settings, String host) {
    return new Entry(
        settings,
        Timetable.of(settings),
        Jitter.of(rule, host, settings.jitter()),
        Optional.empty(),
        Optional.empty());
  }

  /// The timetable with the jitter.
  Timetable delayed() {
    return timetable.delayed(jitter);
  }

  Entry run(Instant due) {
    return new Entry(settings, timetable, jitter, Optional.of(due), waiting);
  }

  Entry await(Instant due) {
    return new Entry(settings, timetable, jitter, running, Optional.of(due));
  }

  /// The run has ended: the one that waits takes its place.
  Entry next() {
    return new Entry(settings, timetable, jitter, waiting, Optional.empty());
  }
}
