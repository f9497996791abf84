package filereeve.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the arithmetic against the simplest one: look at every minute, and say of each whether
/// cron would fire.
class CronPropertyTest {
  private static final int EXPRESSIONS = 40;

  /// From the day before a clock change to the day after it.
  record Days(ZoneId zone, Instant from, Instant until) {}

  static Stream<Days> daysOfClockChanges() {
    return Stream.of(
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "America/Havana")
        .map(ZoneId::of)
        .flatMap(CronPropertyTest::changesOf2026And2027);
  }

  private static Stream<Days> changesOf2026And2027(ZoneId zone) {
    var days = new ArrayList<Days>();
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 4; i++) {
      ZoneOffsetTransition change = zone.getRules().nextTransition(at);
      at = change == null ? at.plusSeconds(7_776_000) : change.getInstant();
      days.add(new Days(zone, at.minusSeconds(86_400), at.plusSeconds(86_400)));
    }
    return days.stream();
  }

  @ParameterizedTest
  @MethodSource("daysOfClockChanges")
  void firesInTheSameMinutesAsALookAtEveryMinute(Days days) {
    var random = new Random(20261121);
    for (int i = 0; i < EXPRESSIONS; i++) {
      String text = expression(random);
      var expression = CronExpression.parse(text);
      var fired = new ArrayList<Instant>();
      Instant at = expression.next(days.from(), days.zone());
      while (!at.isAfter(days.until())) {
        fired.add(at);
        at = expression.next(at, days.zone());
      }
      assertThat(fired).as(text).isEqualTo(everyMinute(text, days));
    }
  }

  private static String expression(Random random) {
    String minute = pick(random, "*", "*/7", "*/15", "0", "30", "15,45", "5-50/9");
    String hour = pick(random, "*", "*/2", "*/5", "0", "1", "2", "1,2", "2,3", "0-23", "1-3/2");
    String day = pick(random, "*", "*", "*", "*/2", "1-15", "8,25,29");
    String weekday = pick(random, "*", "*", "*", "SUN", "MON-SAT", "*/3");
    return String.join(" ", minute, hour, day, "*", weekday);
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static List<Instant> everyMinute(String text, Days days) {
    String[] fields = text.split(" ", -1);
    List<BitSet> values =
        Stream.of(
                CronField.MINUTE.parse(fields[0]),
                CronField.HOUR.parse(fields[1]),
                CronField.DAY.parse(fields[2]),
                CronField.MONTH.parse(fields[3]),
                CronField.WEEKDAY.parse(fields[4]))
            .toList();
    boolean everyHour = values.get(1).cardinality() == 24;
    boolean interval = everyHour || fields[0].contains("*") || fields[1].contains("*");
    boolean either = !fields[2].contains("*") && !fields[4].contains("*");
    var fired = new ArrayList<Instant>();
    var seen = new HashSet<LocalDateTime>();
    ZoneOffset before = days.zone().getRules().getOffset(days.from());
    for (Instant at = days.from().plusSeconds(60);
        !at.isAfter(days.until());
        at = at.plusSeconds(60)) {
      ZoneOffset offset = days.zone().getRules().getOffset(at);
      LocalDateTime local = LocalDateTime.ofInstant(at, offset);
      boolean fires = names(values, either, local) && (interval || !seen.contains(local));
      for (LocalDateTime gone = LocalDateTime.ofInstant(at, before);
          gone.isBefore(local) && !everyHour;
          gone = gone.plusMinutes(1)) {
        fires |= names(values, either, gone);
      }
      if (fires) {
        fired.add(at);
      }
      seen.add(local);
      before = offset;
    }
    return fired;
  }

  private static boolean names(List<BitSet> values, boolean either, LocalDateTime local) {
    boolean day = values.get(2).get(local.getDayOfMonth());
    boolean weekday = values.get(4).get(local.getDayOfWeek().getValue() % 7);
    return values.get(0).get(local.getMinute())
        && values.get(1).get(local.getHour())
        && (either ? day || weekday : day && weekday);
  }
}
