package filereeve.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.schedule.ScheduleSettings.Missed;
import filereeve.schedule.ScheduleSettings.Overlap;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a restart makes up: a run that was missed or cut off, once; and nothing that has ended.
class MissedRunsTest extends OneSchedule {
  @Test
  void aRestartAfterTheRunHasEndedFiresNothing() {
    var daemon = new Daemon(NIGHTLY);
    daemon.time().advanceTo(at("2026-11-21T02:30:00+01:00"));
    daemon.schedules.finished(RULE);
    new Daemon(NIGHTLY);
    assertThat(fired).hasSize(1);
  }

  @Test
  void aRunThatACrashCutOffIsMadeUp() {
    log.expect(Event.SCHEDULE_MISSED);
    new Daemon(NIGHTLY).time().advanceTo(at("2026-11-21T02:30:00+01:00"));
    new Daemon(NIGHTLY);
    assertThat(fired).hasSize(2);
    assertThat(log.lines(Event.SCHEDULE_MISSED)).hasSize(1);
  }

  @Test
  void manyMissedRunsAreMadeUpOnce() throws IOException {
    log.expect(Event.SCHEDULE_MISSED);
    stamps.write(RULE, at("2026-11-17T02:30:00+01:00"));
    var daemon = new Daemon(NIGHTLY);
    assertThat(fired).containsExactly(clock.instant());
    assertThat(log.lines(Event.SCHEDULE_MISSED).getFirst().value("runs")).contains("3");
    daemon.schedules.finished(RULE);
    new Daemon(NIGHTLY);
    assertThat(fired).hasSize(1);
  }

  /// A host that slept for longer has missed the run.
  @Test
  void aRunIsMissedIfItIsMoreThanAMinuteLate() {
    log.expect(Event.SCHEDULE_MISSED);
    var daemon = new Daemon(with(HOURLY, Duration.ZERO, Missed.SKIP, Overlap.SKIP));
    daemon.time().jumpTo(at("2026-11-20T13:01:00Z"));
    assertThat(fired).hasSize(1);
    daemon.schedules.finished(RULE);
    daemon.time().jumpTo(at("2026-11-20T14:01:01Z"));
    assertThat(fired).hasSize(1);
    assertThat(log.lines(Event.SCHEDULE_MISSED)).hasSize(1);
  }

  @Test
  void missedRunsAreCountedUpToABound() throws IOException {
    log.expect(Event.SCHEDULE_MISSED);
    stamps.write(RULE, at("2006-11-17T02:30:00+01:00"));
    new Daemon(cron("* * * * *"));
    assertThat(log.lines(Event.SCHEDULE_MISSED).getFirst().value("runs")).contains("1000 or more");
  }

  @Test
  void missedRunsAreLeftOutIfTheRuleSaysSo() throws IOException {
    log.expect(Event.SCHEDULE_MISSED);
    stamps.write(RULE, at("2026-11-17T02:30:00+01:00"));
    new Daemon(with(NIGHTLY, Duration.ZERO, Missed.SKIP, Overlap.SKIP));
    assertThat(fired).isEmpty();
    assertThat(log.lines(Event.SCHEDULE_MISSED).getFirst().value("action")).contains("skip");
    assertThat(stamps.read(RULE)).contains(clock.instant());
  }

  @Test
  void aStampFromTheFutureIsReplaced() throws IOException {
    log.expect(Event.STATE_ERROR);
    stamps.write(RULE, at("2031-01-01T00:00:00Z"));
    new Daemon(NIGHTLY);
    assertThat(stamps.read(RULE)).contains(clock.instant());
  }

  @Test
  void aDamagedStampIsLoggedAndReplaced() throws IOException {
    log.expect(Event.STATE_ERROR);
    Files.createDirectories(directory.resolve("stamps"));
    Files.writeString(directory.resolve("stamps/rotate.app"), "half a sta");
    new Daemon(NIGHTLY);
    assertThat(fired).isEmpty();
    assertThat(log.lines(Event.STATE_ERROR).getFirst().value("why").orElseThrow())
        .contains("rotate.app is damaged: it is not what was written");
    assertThat(stamps.read(RULE)).contains(clock.instant());
  }
}
