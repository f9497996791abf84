package filereeve.schedule;

import java.time.Duration;
import java.time.Instant;

/// All instants at which a schedule comes due.
///
/// An interval is counted from 1970-01-01T00:00:00Z, not from the last run or the start: it needs
/// no memory, does not drift, and a clock that is set changes no more than the next run.
@FunctionalInterface
public interface Timetable {
  /// More missed runs than this are not counted.
  int COUNTED = 1000;

  /// The first due instant after this one.
  Instant next(Instant after);

  /// @throws IllegalArgumentException if the cron expression cannot be read
  static Timetable of(ScheduleSettings settings) {
    return switch (settings.when()) {
      case ScheduleSettings.When.Cron(String expression) -> {
        CronExpression cron = CronExpression.parse(expression);
        yield after -> cron.next(after, settings.zone());
      }
      case ScheduleSettings.When.Every(Duration interval) -> {
        long step = interval.toMillis();
        yield after -> Instant.ofEpochMilli((Math.floorDiv(after.toEpochMilli(), step) + 1) * step);
      }
    };
  }

  /// The same, each this much later.
  default Timetable delayed(Duration by) {
    return after -> next(after.minus(by)).plus(by);
  }

  /// How many due instants there are after the first and up to the last one, at most [#COUNTED].
  default int count(Instant after, Instant last) {
    int count = 0;
    for (Instant at = next(after); !at.isAfter(last) && count < COUNTED; at = next(at)) {
      count++;
    }
    return count;
  }
}
