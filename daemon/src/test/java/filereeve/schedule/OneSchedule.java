package filereeve.schedule;

import filereeve.event.RuleName;
import filereeve.posix.LinuxPosix;
import filereeve.schedule.ScheduleSettings.Missed;
import filereeve.schedule.ScheduleSettings.Overlap;
import filereeve.schedule.ScheduleSettings.When;
import filereeve.testing.Durability;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A rule with a schedule, and the daemon that is started with it.
abstract class OneSchedule {
  static final RuleName RULE = new RuleName("rotate", "app");
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final ScheduleSettings NIGHTLY = cron("30 2 * * *");
  static final ScheduleSettings HOURLY =
      new ScheduleSettings(
          new When.Every(Duration.ofHours(1)),
          BERLIN,
          Duration.ZERO,
          Missed.RUN_ONCE,
          Overlap.SKIP);
  @RegisterExtension final RecordingLog log = new RecordingLog();
  @TempDir Path directory;
  final TestClock clock = new TestClock("2026-11-20T12:00:00Z");
  final List<Instant> fired = new ArrayList<>();
  Stamps stamps = new Stamps(Durability.of(new LinuxPosix()), Path.of("/"));

  /// What one start of the daemon has.
  final class Daemon {
    private final List<TestAlarms> alarms = new ArrayList<>();
    final Schedules schedules =
        new Schedules(
            stamps,
            rule -> fired.add(clock.instant()),
            clock,
            "host",
            log,
            (_, listener) -> {
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
    stamps = new Stamps(Durability.of(new LinuxPosix()), directory);
  }

  static ScheduleSettings cron(String expression) {
    return new ScheduleSettings(
        new When.Cron(expression), BERLIN, Duration.ZERO, Missed.RUN_ONCE, Overlap.SKIP);
  }

  static ScheduleSettings with(
      ScheduleSettings settings, Duration jitter, Missed missed, Overlap overlap) {
    return new ScheduleSettings(settings.when(), settings.zone(), jitter, missed, overlap);
  }

  static Instant at(String text) {
    return ZonedDateTime.parse(text).toInstant();
  }
}
