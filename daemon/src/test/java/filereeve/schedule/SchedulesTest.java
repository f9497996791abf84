package filereeve.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.RuleName;
import filereeve.posix.LinuxPosix;
import filereeve.schedule.ScheduleSettings.Missed;
import filereeve.schedule.ScheduleSettings.Overlap;
import filereeve.schedule.ScheduleSettings.When;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {
  private static final RuleName RULE = new RuleName("rotate", "app");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ScheduleSettings NIGHTLY = cron("30 2 * * *");
  private static final ScheduleSettings HOURLY =
      new ScheduleSettings(
          new When.Every(Duration.ofHours(1)),
          BERLIN,
          Duration.ZERO,
          Missed.RUN_ONCE,
          Overlap.SKIP);

  @RegisterExtension final RecordingLog log = new RecordingLog();
  @TempDir Path directory;
  private final TestClock clock = new TestClock("2026-11-20T12:00:00Z");
  private final List<Instant> fired = new ArrayList<>();
  private Stamps stamps = new Stamps(new LinuxPosix(), Path.of("/"));

  /// What one start of the daemon has.
  private final class Daemon {
    private final List<TestAlarms> alarms = new ArrayList<>();
    private final Schedules schedules =
        new Schedules(
            stamps,
            rule -> fired.add(clock.instant()),
            clock,
            "host",
            log,
            listener -> {
              alarms.add(new TestAlarms(clock, listener));
              return alarms.getFirst();
            });

    Daemon(ScheduleSettings settings) {
      schedules.replace(Map.of(RULE, settings));
    }

    TestAlarms time() {
      return alarms.getFirst();
    }
  }

  @BeforeEach
  void useTheDirectory() {
    stamps = new Stamps(new LinuxPosix(), directory);
  }

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
        .contains("rotate.app is damaged: it contains no timestamp");
    assertThat(stamps.read(RULE)).contains(clock.instant());
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

  private static ScheduleSettings cron(String expression) {
    return new ScheduleSettings(
        new When.Cron(expression), BERLIN, Duration.ZERO, Missed.RUN_ONCE, Overlap.SKIP);
  }

  private static ScheduleSettings with(
      ScheduleSettings settings, Duration jitter, Missed missed, Overlap overlap) {
    return new ScheduleSettings(settings.when(), settings.zone(), jitter, missed, overlap);
  }

  private static Instant at(String text) {
    return ZonedDateTime.parse(text).toInstant();
  }
}
