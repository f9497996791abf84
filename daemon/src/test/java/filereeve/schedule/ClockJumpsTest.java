package filereeve.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.schedule.ScheduleSettings.Missed;
import filereeve.schedule.ScheduleSettings.Overlap;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A clock that is set forward or back neither repeats a run of a fixed time nor stops one that
/// repeats.
class ClockJumpsTest extends OneSchedule {
  @Test
  void aClockSetForwardMakesOneRun() {
    log.expect(Event.SCHEDULE_MISSED);
    var daemon = new Daemon(HOURLY);
    daemon.time().jumpTo(at("2027-11-20T14:30:00Z"));
    daemon.schedules.finished(RULE);
    daemon.time().advanceTo(at("2027-11-20T15:00:00Z"));
    assertThat(fired).containsExactly(at("2027-11-20T14:30:00Z"), at("2027-11-20T15:00:00Z"));
  }

  @Test
  void aClockSetForwardMakesNoRunIfMissedOnesAreLeftOut() throws IOException {
    log.expect(Event.SCHEDULE_MISSED);
    var daemon = new Daemon(with(HOURLY, Duration.ZERO, Missed.SKIP, Overlap.SKIP));
    daemon.time().jumpTo(at("2027-11-20T14:30:00Z"));
    assertThat(fired).isEmpty();
    assertThat(stamps.read(RULE)).contains(at("2027-11-20T14:30:00Z"));
  }

  @Test
  void aClockSetBackALittleRunsNoFixedTimeTwice() {
    var daemon = new Daemon(NIGHTLY);
    daemon.time().advanceTo(at("2026-11-21T02:30:00+01:00"));
    daemon.schedules.finished(RULE);
    back(daemon, at("2026-11-21T00:30:00+01:00"));
    daemon.time().advanceTo(at("2026-11-21T12:00:00+01:00"));
    clock.set(at("2026-11-21T00:30:00+01:00"));
    new Daemon(NIGHTLY).time().advanceTo(at("2026-11-21T12:00:00+01:00"));
    assertThat(fired).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"* * * * *", "*/5 * * * *", "0 * * * *", "every"})
  void aClockSetBackALittleLetsWhatRepeatsGoOn(String expression) {
    clock.set(at("2026-11-20T12:59:30Z"));
    ScheduleSettings settings = expression.equals("every") ? HOURLY : cron(expression);
    var daemon = new Daemon(settings);
    daemon.time().advanceTo(at("2026-11-20T13:00:00Z"));
    daemon.schedules.finished(RULE);
    fired.clear();
    back(daemon, at("2026-11-20T11:59:30Z"));
    daemon.time().advanceTo(at("2026-11-20T12:00:30Z"));
    assertThat(fired).containsExactly(at("2026-11-20T12:00:00Z"));
    clock.set(at("2026-11-20T11:59:30Z"));
    new Daemon(settings).time().advanceTo(at("2026-11-20T12:00:30Z"));
    assertThat(fired).hasSize(2);
  }

  @Test
  void aClockSetBackFarStartsAllSchedulesFromNow() throws IOException {
    clock.set(at("2031-01-01T00:30:00Z"));
    var daemon = new Daemon(NIGHTLY);
    back(daemon, at("2026-11-20T12:30:00Z"));
    assertThat(stamps.read(RULE)).contains(at("2026-11-20T12:30:00Z"));
    daemon.time().advanceTo(at("2026-11-21T02:30:00+01:00"));
    assertThat(fired).hasSize(1);
  }

  @Test
  void aRunThatGoesOnWhileTheClockIsSetBackFarIsStampedByTheNewTime() throws IOException {
    clock.set(at("2031-01-01T00:30:00Z"));
    var daemon = new Daemon(HOURLY);
    daemon.time().advanceTo(at("2031-01-01T01:00:00Z"));
    back(daemon, at("2026-11-20T12:30:00Z"));
    daemon.schedules.finished(RULE);
    assertThat(stamps.read(RULE)).contains(at("2026-11-20T12:30:00Z"));
  }

  private void back(Daemon daemon, Instant to) {
    Instant from = clock.instant();
    clock.set(to);
    daemon.schedules.clockJumped(from, to);
  }
}
