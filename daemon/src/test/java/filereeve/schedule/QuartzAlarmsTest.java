package filereeve.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.RuleName;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class QuartzAlarmsTest {
  private static final RuleName RULE = new RuleName("rotate", "app");
  private static final RuleName OTHER = new RuleName("rotate", "other");

  private record Ring(RuleName rule, Instant at) {}

  private final BlockingQueue<Ring> rings = new LinkedBlockingQueue<>();
  private final Instant start = Instant.ofEpochMilli(System.currentTimeMillis());

  @Test
  void ringsAtEachDueInstant() throws InterruptedException {
    try (var alarms = alarms()) {
      alarms.set(RULE, tenTimesASecond(), start);
      Ring first = next();
      Ring second = next();
      assertThat(first.rule()).isEqualTo(RULE);
      assertThat(first.at().toEpochMilli() % 100).isZero();
      assertThat(second.at()).isAfter(first.at());
    }
  }

  @Test
  void ringsOnceForAllThatWasDueLongAgo() throws InterruptedException {
    Instant anHourAgo = start.minusSeconds(3600);
    var jumped = new AtomicBoolean();
    InstantSource clock = () -> jumped.getAndSet(true) ? Instant.now() : anHourAgo;
    Timetable everyMinuteUntilNow =
        after -> after.isBefore(start) ? after.plusSeconds(60) : start.plusSeconds(86_400);
    try (var alarms = new QuartzAlarms(clock, (rule, at) -> rings.add(new Ring(rule, at)))) {
      alarms.set(RULE, everyMinuteUntilNow, anHourAgo);
      assertThat(next()).isEqualTo(new Ring(RULE, anHourAgo.plusSeconds(60)));
      alarms.set(OTHER, tenTimesASecond(), start);
      assertThat(List.of(next(), next())).extracting(Ring::rule).containsOnly(OTHER);
    }
  }

  @Test
  void whatIsSetAgainReplacesTheFirst() throws InterruptedException {
    try (var alarms = alarms()) {
      alarms.set(RULE, after -> start.plusSeconds(86_400), start);
      alarms.set(RULE, tenTimesASecond(), start);
      assertThat(next().rule()).isEqualTo(RULE);
    }
  }

  @Test
  void whatIsSetInAnHourThatComesTwiceRingsInThatHour() {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of("Europe/Berlin")));
    try {
      Instant first = Instant.parse("2026-10-25T00:30:00.5Z");
      Timetable eachMinute = after -> after.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
      var trigger = new TimetableTrigger(RULE, eachMinute, () -> first, first);

      assertThat(trigger.computeFirstFireTime(null))
          .isEqualTo(Instant.parse("2026-10-25T00:31:00Z"));
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void leavesNoThreadAfterItsEnd() {
    var alarms = alarms();
    alarms.set(RULE, tenTimesASecond(), start);
    alarms.cancel(RULE);
    alarms.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.isAlive() && t.getName().startsWith("filereeve-schedule"));
  }

  private QuartzAlarms alarms() {
    return new QuartzAlarms(InstantSource.system(), (rule, at) -> rings.add(new Ring(rule, at)));
  }

  private static Timetable tenTimesASecond() {
    return after -> Instant.ofEpochMilli((after.toEpochMilli() / 100 + 1) * 100);
  }

  private Ring next() throws InterruptedException {
    Ring ring = rings.poll(10, TimeUnit.SECONDS);
    return Objects.requireNonNull(ring, "no alarm within 10 s");
  }
}
