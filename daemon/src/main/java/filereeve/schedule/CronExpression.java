package filereeve.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// A cron expression of five fields, as in crontab(5). It is about local time, by the minute.
///
/// If both the day of the month and the day of the week are restricted (neither has a `*`), a day
/// that satisfies one of them is enough.
///
/// On the days when clocks change it does what Debian's cron does, and more where cron leaves a run
/// out:
///
/// - *The clock goes forward.* The local times in the gap do not exist. If any of them is named, it
///   fires once, at the first instant after the gap. An expression for every hour needs no such
///   thing: no hour that exists is without its runs.
/// - *The clock goes back.* Local times come twice. A fixed time fires the first time only. With a
///   `*` in minute or hour, or every hour named, it asks for an interval rather than for a time of
///   day, and fires both times.
public final class CronExpression {
  private final String text;
  private final List<String> fields;
  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet days;
  private final BitSet months;
  private final BitSet weekdays;

  private CronExpression(String text, List<String> fields) {
    this.text = text;
    this.fields = fields;
    this.minutes = CronField.MINUTE.parse(fields.get(0));
    this.hours = CronField.HOUR.parse(fields.get(1));
    this.days = CronField.DAY.parse(fields.get(2));
    this.months = CronField.MONTH.parse(fields.get(3));
    this.weekdays = CronField.WEEKDAY.parse(fields.get(4));
  }

  /// @throws IllegalArgumentException if it cannot be read, or can never fire; the message says
  ///   what is wrong and what to write instead
  public static CronExpression parse(String text) {
    String stripped = text.strip();
    try {
      var expression = new CronExpression(stripped, CronText.fields(stripped));
      expression.refuseNever();
      return expression;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cannot read the schedule \"%s\": %s".formatted(stripped, e.getMessage()), e);
    }
  }

  /// The first instant after this one at which it fires.
  public Instant next(Instant after, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    Instant from = after;
    while (true) {
      ZoneOffset offset = rules.getOffset(from);
      LocalDateTime local = nextLocal(LocalDateTime.ofInstant(from, offset));
      Instant instant = local.toInstant(offset);
      ZoneOffsetTransition change = rules.nextTransition(from);
      if (change == null || instant.isBefore(change.getInstant())) {
        if (repeats() || !isRepetition(local, offset, rules)) {
          return instant;
        }
        from = instant;
      } else if (firesAt(change)) {
        return change.getInstant();
      } else {
        from = change.getInstant();
      }
    }
  }

  @Override
  public String toString() {
    return text;
  }

  private boolean firesAt(ZoneOffsetTransition change) {
    if (change.isGap() && !everyHour()) {
      return !nextLocal(change.getDateTimeBefore().minusMinutes(1))
          .isAfter(change.getDateTimeAfter());
    }
    LocalDateTime local = change.getDateTimeAfter();
    return (change.isGap() || repeats()) && nextLocal(local.minusMinutes(1)).equals(local);
  }

  private static boolean isRepetition(LocalDateTime local, ZoneOffset offset, ZoneRules rules) {
    List<ZoneOffset> valid = rules.getValidOffsets(local);
    return valid.size() == 2 && valid.get(1).equals(offset);
  }

  private boolean everyHour() {
    return hours.cardinality() == 24;
  }

  /// Whether it asks for an interval rather than for times of day.
  boolean repeats() {
    return everyHour() || fields.get(0).contains("*") || fields.get(1).contains("*");
  }

  /// The first whole minute after this one that the fields name, whether or not it exists in a
  /// zone. There always is one: see [#refuseNever].
  private LocalDateTime nextLocal(LocalDateTime after) {
    LocalDateTime start = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    LocalDate date = start.toLocalDate();
    if (isDay(date)) {
      Optional<LocalTime> today = firstTime(start.toLocalTime());
      if (today.isPresent()) {
        return date.atTime(today.get());
      }
    }
    do {
      date = months.get(date.getMonthValue()) ? date.plusDays(1) : nextMonth(date);
    } while (!isDay(date));
    return date.atTime(hours.nextSetBit(0), minutes.nextSetBit(0));
  }

  private Optional<LocalTime> firstTime(LocalTime from) {
    int minute = minutes.nextSetBit(from.getMinute());
    if (hours.get(from.getHour()) && minute >= 0) {
      return Optional.of(LocalTime.of(from.getHour(), minute));
    }
    int hour = hours.nextSetBit(from.getHour() + 1);
    return hour < 0 ? Optional.empty() : Optional.of(LocalTime.of(hour, minutes.nextSetBit(0)));
  }

  private static LocalDate nextMonth(LocalDate date) {
    return date.withDayOfMonth(1).plusMonths(1);
  }

  private boolean isDay(LocalDate date) {
    boolean day = days.get(date.getDayOfMonth());
    boolean weekday = weekdays.get(date.getDayOfWeek().getValue() % 7);
    return months.get(date.getMonthValue()) && (eitherDay() ? day || weekday : day && weekday);
  }

  private boolean eitherDay() {
    return !fields.get(2).contains("*") && !fields.get(4).contains("*");
  }

  /// Whatever date there is in any year falls on each day of the week in some year, so only a day
  /// that no named month has can never come.
  private void refuseNever() {
    int first = days.nextSetBit(0);
    boolean exists = months.stream().anyMatch(m -> first <= Month.of(m).maxLength());
    if (!exists && !eitherDay()) {
      throw new IllegalArgumentException(
          "it never fires: %s has no day %d. Name a day that exists."
              .formatted(CronField.MONTH.list(months), first));
    }
  }
}
