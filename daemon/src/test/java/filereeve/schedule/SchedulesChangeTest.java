package filereeve.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.RuleName;
import filereeve.posix.LinuxPosix;
import filereeve.schedule.ScheduleSettings.Missed;
import filereeve.schedule.ScheduleSettings.Overlap;
import filereeve.schedule.ScheduleSettings.When;
import filereeve.telemetry.Event;
import filereeve.testing.Durability;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Schedules that are changed, removed or closed while they are in use, and what is said of runs.
class SchedulesChangeTest {
  private static final RuleName RULE = new RuleName("rotate", "app");
  private static final ScheduleSettings HOURLY = every(1);
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant DUE = START.plus(Duration.ofHours(1));

  @RegisterExtension private final RecordingLog log = new RecordingLog();
  @TempDir private Path directory;
  private final TestClock clock = new TestClock(START.toString());
  private final List<Instant> fired = new ArrayList<>();
  private final List<TestAlarms> alarms = new ArrayList<>();
  private Stamps stamps = new Stamps(Durability.of(new LinuxPosix()), Path.of("/"));
  private Schedules schedules = schedules();

  @BeforeEach
  void begin() {
    stamps = new Stamps(Durability.of(new LinuxPosix()), directory);
    schedules = schedules();
    schedules.replace(Map.of(RULE, HOURLY));
  }

  @Test
  void eachRunIsSaidWithTheInstantThatItWasDue() {
    alarms.getLast().advanceTo(DUE);

    assertThat(log.lines(Event.SCHEDULED)).hasSize(1);
    assertThat(log.lines(Event.SCHEDULED).getFirst().value("due")).contains(DUE.toString());
  }

  @Test
  void aRunThatWaitsFiresThoughTheOneBeforeFailed() {
    log.expect(Event.SCHEDULE_OVERLAP);
    schedules.replace(Map.of(RULE, every(1, Overlap.QUEUE)));
    alarms.getLast().advanceTo(START.plus(Duration.ofHours(2)));
    assertThat(fired).hasSize(1);

    schedules.failed(RULE);
    assertThat(fired).hasSize(2);

    schedules.failed(RULE);
    assertThat(fired).as("nothing waits any more").hasSize(2);
  }

  @Test
  void aChangedScheduleCountsFromTheChangeUnlessARunIsStillToBeDone() throws IOException {
    Instant change = START.plus(Duration.ofMinutes(10));
    clock.set(change);
    schedules.replace(Map.of(RULE, every(2)));
    assertThat(stamps.read(RULE)).contains(change);

    alarms.getLast().advanceTo(START.plus(Duration.ofHours(3)));
    assertThat(fired).hasSize(1);
    schedules.replace(Map.of(RULE, every(3)));
    assertThat(stamps.read(RULE)).as("a kill now makes the run up").contains(change);
  }

  @Test
  void aMissedRunThatIsKilledIsMadeUpAgain() throws IOException {
    log.expect(Event.SCHEDULE_MISSED);
    stamps.write(RULE, START.minus(Duration.ofHours(3)));
    for (int start = 1; start <= 2; start++) {
      schedules = schedules();
      schedules.replace(Map.of(RULE, HOURLY));
      assertThat(fired).hasSize(start);
    }

    schedules.finished(RULE);
    schedules = schedules();
    schedules.replace(Map.of(RULE, HOURLY));
    assertThat(fired).hasSize(2);
  }

  @Test
  void neitherARemovedNorAClosedScheduleRings() {
    schedules.replace(Map.of());
    assertThat(alarms.getLast().isSilent()).isTrue();

    schedules.replace(Map.of(RULE, HOURLY));
    assertThat(alarms.getLast().isSilent()).isFalse();
    schedules.close();
    assertThat(alarms.getLast().isSilent()).isTrue();
  }

  private Schedules schedules() {
    return new Schedules(
        stamps,
        _ -> fired.add(clock.instant()),
        clock,
        "host",
        log,
        (_, listener) -> {
          alarms.add(new TestAlarms(clock, listener));
          return alarms.getLast();
        });
  }

  private static ScheduleSettings every(int hours) {
    return every(hours, Overlap.SKIP);
  }

  private static ScheduleSettings every(int hours, Overlap overlap) {
    return new ScheduleSettings(
        new When.Every(Duration.ofHours(hours)),
        ZoneId.of("Europe/Berlin"),
        Duration.ZERO,
        Missed.RUN_ONCE,
        overlap);
  }
}
