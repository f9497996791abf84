package filereeve.schedule;

import static java.util.stream.Collectors.joining;

import java.util.BitSet;

/// Says in words what the fields of a cron expression name.
final class CronWords {
  /// So many times of day are listed one by one.
  private static final int TIMES_LISTED = 6;

  private CronWords() {}

  static String time(BitSet minutes, BitSet hours) {
    boolean everyMinute = minutes.cardinality() == 60;
    String minute =
        everyMinute
            ? "every minute"
            : (minutes.cardinality() == 1 ? "at minute " : "at minutes ")
                + list(CronField.MINUTE, minutes);
    if (hours.cardinality() == 24) {
      return everyMinute ? minute : minute + " of every hour";
    }
    if (minutes.cardinality() * hours.cardinality() > TIMES_LISTED) {
      return minute + " of the hours " + list(CronField.HOUR, hours);
    }
    return hours.stream()
        .boxed()
        .flatMap(h -> minutes.stream().mapToObj(m -> "%02d:%02d".formatted(h, m)))
        .collect(joining(", ", "at ", ""));
  }

  /// @param either whether a day that satisfies one of the two fields is enough
  static String day(BitSet days, BitSet weekdays, BitSet months, boolean either) {
    boolean anyDay = days.cardinality() == 31;
    boolean anyWeekday = weekdays.cardinality() == 7;
    String day = "on day " + list(CronField.DAY, days) + " of the month";
    String weekday = "on " + list(CronField.WEEKDAY, weekdays);
    String when;
    if (either ? anyDay || anyWeekday : anyDay && anyWeekday) {
      when = "every day";
    } else if (anyDay) {
      when = weekday;
    } else if (anyWeekday) {
      when = day;
    } else {
      when = day + (either ? " or " : " if it is ") + weekday;
    }
    return months.cardinality() == 12 ? when : when + " in " + list(CronField.MONTH, months);
  }

  /// The numbers or names of a field, three and more in a row as a range.
  static String list(CronField field, BitSet values) {
    var out = new StringBuilder();
    int from = values.nextSetBit(0);
    while (from >= 0) {
      int runEnd = values.nextClearBit(from) - 1;
      int to = runEnd < from + 2 ? from : runEnd;
      out.append(out.isEmpty() ? "" : ", ").append(field.spell(from));
      out.append(to > from ? " to " + field.spell(to) : "");
      from = values.nextSetBit(to + 1);
    }
    return out.toString();
  }
}
