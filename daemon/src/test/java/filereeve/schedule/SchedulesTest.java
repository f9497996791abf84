package filereeve.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.schedule.ScheduleSettings.Missed;
import filereeve.schedule.ScheduleSettings.Overlap;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// When a schedule fires, and what its stamp says afterwards.
class SchedulesTest extends OneSchedule {
  @Test
  void theFirstStartMakesNothingUpAndRemembersWhenItWas() throws IOException {
    new Daemon(NIGHTLY);
    assertThat(fired).isEmpty();
    assertThat(stamps.read(RULE)).contains(clock.instant());
  }

  @Test
  void aDueRunFiresOnceAndIsStampedWhenItHasEnded() throws IOException {
    var daemon = new Daemon(NIGHTLY);
    Instant started = clock.instant();
    daemon.time().advanceTo(at("2026-11-21T03:00:00+01:00"));
    assertThat(fired).containsExactly(at("2026-11-21T02:30:00+01:00"));
    assertThat(stamps.read(RULE)).contains(started);
    daemon.schedules.finished(RULE);
    assertThat(stamps.read(RULE)).contains(at("2026-11-21T02:30:00+01:00"));
  }

  @Test
  void anOverlappingRunIsLeftOut() throws IOException {
    log.expect(Event.SCHEDULE_OVERLAP);
    var daemon = new Daemon(HOURLY);
    daemon.time().advanceTo(at("2026-11-20T14:30:00Z"));
    assertThat(fired).hasSize(1);
    assertThat(log.lines(Event.SCHEDULE_OVERLAP)).hasSize(1);
    daemon.schedules.finished(RULE);
    assertThat(fired).hasSize(1);
    assertThat(stamps.read(RULE)).contains(at("2026-11-20T14:00:00Z"));
  }

  @Test
  void overlappingRunsWaitAndAreOne() throws IOException {
    log.expect(Event.SCHEDULE_OVERLAP);
    var daemon = new Daemon(with(HOURLY, Duration.ZERO, Missed.RUN_ONCE, Overlap.QUEUE));
    daemon.time().advanceTo(at("2026-11-20T15:30:00Z"));
    assertThat(fired).hasSize(1);
    daemon.schedules.finished(RULE);
    assertThat(fired).hasSize(2);
    assertThat(stamps.read(RULE)).contains(at("2026-11-20T13:00:00Z"));
    daemon.schedules.finished(RULE);
    daemon.schedules.finished(RULE);
    assertThat(fired).hasSize(2);
    assertThat(stamps.read(RULE)).contains(at("2026-11-20T15:00:00Z"));
  }

  @Test
  void whatAFailedRunWasFiredForStaysToBeDone() throws IOException {
    log.expect(Event.SCHEDULE_MISSED);
    var daemon = new Daemon(NIGHTLY);
    Instant started = clock.instant();
    daemon.time().advanceTo(at("2026-11-21T02:30:00+01:00"));
    daemon.schedules.failed(RULE);
    assertThat(stamps.read(RULE)).contains(started);
    new Daemon(NIGHTLY);
    assertThat(fired).hasSize(2); // a restart makes it up
  }

  @Test
  void aLaterRunDoesWhatAFailedOneWasFiredFor() throws IOException {
    var daemon = new Daemon(NIGHTLY);
    daemon.time().advanceTo(at("2026-11-21T02:30:00+01:00"));
    daemon.schedules.failed(RULE);
    daemon.schedules.finished(RULE);
    assertThat(stamps.read(RULE)).contains(at("2026-11-21T02:30:00+01:00"));
  }

  @Test
  void afterAFailedRunTheNextDueTimeFires() throws IOException {
    var daemon = new Daemon(NIGHTLY);
    daemon.time().advanceTo(at("2026-11-21T02:30:00+01:00"));
    daemon.schedules.failed(RULE);
    daemon.time().advanceTo(at("2026-11-22T02:30:00+01:00"));
    assertThat(fired).hasSize(2);
    daemon.schedules.finished(RULE);
    assertThat(stamps.read(RULE)).contains(at("2026-11-22T02:30:00+01:00"));
  }

  @Test
  void jitterDelaysByTheSameTimeEachDay() throws IOException {
    var settings = with(NIGHTLY, Duration.ofMinutes(10), Missed.RUN_ONCE, Overlap.SKIP);
    var daemon = new Daemon(settings);
    daemon.time().advanceTo(at("2026-11-21T12:00:00+01:00"));
    daemon.schedules.finished(RULE);
    new Daemon(settings).time().advanceTo(at("2026-11-22T12:00:00+01:00"));
    assertThat(fired).hasSize(2);
    assertThat(fired.getFirst())
        .isAfter(at("2026-11-21T02:30:00+01:00"))
        .isBefore(at("2026-11-21T02:40:00+01:00"));
    assertThat(Duration.between(fired.get(0), fired.get(1))).isEqualTo(Duration.ofDays(1));
    assertThat(stamps.read(RULE)).contains(at("2026-11-21T02:30:00+01:00"));
  }

  @Test
  void aStartSoonAfterADelayedRunDoesNotRepeatIt() {
    var settings = with(NIGHTLY, Duration.ofMinutes(10), Missed.RUN_ONCE, Overlap.SKIP);
    var daemon = new Daemon(settings);
    daemon.time().advanceTo(at("2026-11-21T02:40:00+01:00"));
    daemon.schedules.finished(RULE);
    assertThat(fired).hasSize(1);
    clock.set(fired.getFirst().plusSeconds(1));

    new Daemon(settings).time().advanceTo(at("2026-11-21T12:00:00+01:00"));

    assertThat(fired).hasSize(1);
  }

  @Test
  void aStartBetweenDueAndJitterRunsOnce() throws IOException {
    var settings = with(NIGHTLY, Duration.ofMinutes(10), Missed.RUN_ONCE, Overlap.SKIP);
    stamps.write(RULE, at("2026-11-20T02:30:00+01:00"));
    clock.set(at("2026-11-21T02:30:01+01:00"));
    new Daemon(settings).time().advanceTo(at("2026-11-21T12:00:00+01:00"));
    assertThat(fired).hasSize(1);
  }

  @Test
  void anUnchangedScheduleGoesOnAndAChangedOneStartsFromNow() {
    var daemon = new Daemon(HOURLY);
    daemon.time().advanceTo(at("2026-11-20T13:00:00Z"));
    daemon.schedules.replace(Map.of(RULE, HOURLY));
    daemon.schedules.replace(Map.of(RULE, cron("45 * * * *")));
    daemon.schedules.finished(RULE);
    daemon.time().advanceTo(at("2026-11-20T14:30:00Z"));
    assertThat(fired).containsExactly(at("2026-11-20T13:00:00Z"), at("2026-11-20T13:45:00Z"));
  }

  @Test
  void aRemovedScheduleIsSilent() {
    var daemon = new Daemon(HOURLY);
    daemon.schedules.replace(Map.of());
    daemon.time().advanceTo(at("2026-11-21T13:00:00Z"));
    daemon.schedules.finished(RULE);
    assertThat(fired).isEmpty();
  }

  @Test
  void theNextRunsAreKnown() {
    assertThat(Schedules.next(NIGHTLY, at("2026-03-28T12:00:00Z"), 3))
        .containsExactly(
            ZonedDateTime.parse("2026-03-29T03:00:00+02:00[Europe/Berlin]"),
            ZonedDateTime.parse("2026-03-30T02:30:00+02:00[Europe/Berlin]"),
            ZonedDateTime.parse("2026-03-31T02:30:00+02:00[Europe/Berlin]"));
    assertThat(Schedules.next(HOURLY, at("2026-03-28T12:00:00Z"), 1))
        .containsExactly(ZonedDateTime.parse("2026-03-28T14:00:00+01:00[Europe/Berlin]"));
  }
}
