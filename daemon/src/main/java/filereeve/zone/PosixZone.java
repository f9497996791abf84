package filereeve.zone;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time zone as POSIX has it in `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`, or `GMT+5`, which is five
/// hours *west* of Greenwich.
///
/// @param summer empty if clocks never change
record PosixZone(ZoneOffset standard, Optional<Summer> summer) implements Offsets {
  /// @param begin in standard time
  /// @param end in summer time
  record Summer(ZoneOffset offset, Rule begin, Rule end) {}

  /// A moment of each year: seconds of local time after the begin of a day.
  record Rule(Day day, int seconds) {
    Instant in(int year, ZoneOffset before) {
      return day.in(year).atStartOfDay().plusSeconds(seconds).toInstant(before);
    }
  }

  private sealed interface Day {
    LocalDate in(int year);

    /// `M3.5.0`: the last Sunday of March.
    record OfWeek(int month, int week, int weekday) implements Day {
      @Override
      public LocalDate in(int year) {
        DayOfWeek day = DayOfWeek.of(weekday == 0 ? 7 : weekday);
        LocalDate first = LocalDate.of(year, month, 1);
        return first.with(TemporalAdjusters.dayOfWeekInMonth(week == 5 ? -1 : week, day));
      }
    }

    /// `J60` is March 1 in each year; `59` is February 29 in a leap year.
    record OfYear(int number, boolean countsLeapDay) implements Day {
      @Override
      public LocalDate in(int year) {
        boolean isLater = !countsLeapDay && number >= 60 && Year.isLeap(year);
        int days = countsLeapDay ? number : number - 1 + (isLater ? 1 : 0);
        return LocalDate.of(year, 1, 1).plusDays(days);
      }
    }
  }

  private static final String NAME = "(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)";
  private static final String TIME = "[+-]?\\d{1,3}(?::\\d{1,2}){0,2}";
  private static final Pattern ZONE =
      Pattern.compile(
          "%1$s(?<standard>%2$s)(?:%1$s(?<summer>%2$s)?(?:,(?<begin>[^,]+),(?<end>[^,]+))?)?"
              .formatted(NAME, TIME));
  private static final Pattern HAS_SUMMER = Pattern.compile("%1$s%2$s%1$s.*".formatted(NAME, TIME));
  private static final Pattern RULE =
      Pattern.compile(
          "(?:M(?<month>1[0-2]|0?[1-9])\\.(?<week>[1-5])\\.(?<weekday>[0-6])|(?<julian>J)?(?<day>3[0-5]\\d|36[0-5]|[12]?\\d{1,2}))(?:/(?<time>%s))?"
              .formatted(TIME));

  /// The rules of the C library where there are none: those of the USA.
  private static final List<String> NO_RULES = List.of("M3.2.0", "M11.1.0");

  private static final int HOUR = 3600;

  /// @return empty if it is no such zone
  static Optional<PosixZone> parse(String text) {
    Matcher zone = ZONE.matcher(text);
    if (!zone.matches()) {
      return Optional.empty();
    }
    try {
      int east = -seconds(zone.group("standard"));
      ZoneOffset standard = ZoneOffset.ofTotalSeconds(east);
      if (!HAS_SUMMER.matcher(text).matches()) {
        return Optional.of(new PosixZone(standard, Optional.empty()));
      }
      String summer = zone.group("summer");
      String begin = zone.group("begin");
      String end = zone.group("end");
      return Optional.of(
          new PosixZone(
              standard,
              Optional.of(
                  new Summer(
                      ZoneOffset.ofTotalSeconds(summer == null ? east + HOUR : -seconds(summer)),
                      rule(begin == null ? NO_RULES.getFirst() : begin),
                      rule(end == null ? NO_RULES.getLast() : end)))));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Rule rule(String text) {
    Matcher rule = RULE.matcher(text);
    if (!rule.matches()) {
      throw new IllegalArgumentException(text);
    }
    String time = rule.group("time");
    Day day =
        rule.group("month") != null
            ? new Day.OfWeek(
                Integer.parseInt(rule.group("month")),
                Integer.parseInt(rule.group("week")),
                Integer.parseInt(rule.group("weekday")))
            : new Day.OfYear(Integer.parseInt(rule.group("day")), rule.group("julian") == null);
    return new Rule(day, time == null ? 2 * HOUR : seconds(time));
  }

  /// `-1:30` as seconds.
  private static int seconds(String text) {
    boolean negative = text.startsWith("-");
    int seconds = 0;
    int unit = HOUR;
    for (String part : text.replaceFirst("[+-]", "").split(":", -1)) {
      seconds += Integer.parseInt(part) * unit;
      unit /= 60;
    }
    return negative ? -seconds : seconds;
  }

  @Override
  public ZoneOffset at(Instant time) {
    ZoneOffset offset = standard;
    Instant latest = Instant.MIN;
    if (summer.isPresent()) {
      int year = time.atOffset(standard).getYear();
      for (Change change : changes(year - 1, year + 1)) {
        if (!change.at.isAfter(time) && change.at.isAfter(latest)) {
          latest = change.at;
          offset = change.to;
        }
      }
    }
    return offset;
  }

  @Override
  public List<Instant> changes(Instant after, Instant last) {
    int from = after.atOffset(standard).getYear() - 1;
    int to = last.atOffset(standard).getYear() + 1;
    return changes(from, to).stream()
        .map(Change::at)
        .filter(time -> time.isAfter(after) && !time.isAfter(last))
        .sorted()
        .toList();
  }

  private record Change(Instant at, ZoneOffset to) {}

  private List<Change> changes(int from, int to) {
    var changes = new ArrayList<Change>();
    for (int year = from; summer.isPresent() && year <= to; year++) {
      Summer rules = summer.get();
      changes.add(new Change(rules.begin.in(year, standard), rules.offset));
      changes.add(new Change(rules.end.in(year, rules.offset), standard));
    }
    return changes;
  }
}
