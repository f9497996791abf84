package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.app.VirtualEngine.Began;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.files.CheckedLine;
import filereeve.telemetry.Event;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Schedules in the engine as it is wired, over days.
class EngineScheduleTest extends OneEngine {
  private static final Duration DAY = Duration.ofDays(1);
  private static final String NIGHTLY = schedule("cron: \"30 2 * * *\", timezone: Europe/Berlin");

  private static String schedule(String how) {
    return VirtualEngine.rotate("app").replace("}\n", ", schedule: {" + how + "}}\n");
  }

  @Test
  void aCronScheduleRunsEachNightAtItsLocalTime() throws Exception {
    engine.start(NIGHTLY);

    engine.time.pass(Duration.ofDays(7));

    assertThat(scheduled())
        .isEqualTo(
            IntStream.range(21, 28)
                .mapToObj(day -> Instant.parse("2026-11-%dT01:30:00Z".formatted(day)))
                .toList());
  }

  @Test
  void anIntervalRunsAtEachOfItsInstants() throws Exception {
    engine.start(schedule("every: 90m"));

    engine.time.pass(DAY);

    Instant midnight = Instant.parse("2026-11-21T00:00:00Z");
    assertThat(scheduled())
        .isEqualTo(
            IntStream.rangeClosed(1, 16)
                .mapToObj(i -> midnight.plus(Duration.ofMinutes(90L * i)))
                .toList());
  }

  @Test
  void aRunThatFailedIsDoneByALaterOneAndTheNextNightsComes() throws Exception {
    log.expect(Event.FAILED, Event.REPEATED);
    engine.does(
        "rotate.app",
        _ ->
            engine.time.instant().isBefore(Instant.parse("2026-11-21T12:00:00Z"))
                ? new Outcome.Failed("the disk is full")
                : new Outcome.Done());
    engine.start(NIGHTLY);
    engine.time.passTo("2026-11-21T11:59:00Z");
    Instant failed = stamp();
    engine.time.passTo("2026-11-21T13:00:00Z");

    assertThat(failed).isBefore(Instant.parse("2026-11-21T01:30:00Z"));
    assertThat(stamp()).isAfterOrEqualTo(Instant.parse("2026-11-21T01:30:00Z"));
    engine.time.passTo("2026-11-23T00:00:00Z");
    assertThat(scheduled())
        .containsExactly(
            Instant.parse("2026-11-21T01:30:00Z"), Instant.parse("2026-11-22T01:30:00Z"));
  }

  @Test
  void whatComesDueDuringALongRunIsSkippedOrQueued() throws Exception {
    log.expect(Event.SCHEDULE_OVERLAP);
    engine.does(
        "rotate.app",
        run -> {
          if (run.causes().contains(Cause.SCHEDULE)) {
            for (int minute = 0; minute < 100; minute++) {
              engine.time.sleep(Duration.ofMinutes(1));
              run.progress().run();
            }
          }
          return new Outcome.Done();
        });
    engine.start(schedule("every: 1h"));
    engine.time.passTo("2026-11-21T04:59:00Z");
    assertThat(scheduled()).containsExactly(hour(1, 0), hour(3, 0));

    engine.replace(schedule("every: 1h, overlap: queue"));
    engine.time.passTo("2026-11-21T09:59:00Z");

    assertThat(scheduled())
        .containsExactly(hour(1, 0), hour(3, 0), hour(5, 0), hour(6, 40), hour(8, 20));
    assertThat(log.lines(Event.SCHEDULE_OVERLAP)).hasSizeGreaterThan(3);
  }

  private static Instant hour(int hour, int minute) {
    return Instant.parse("2026-11-21T%02d:%02d:00Z".formatted(hour, minute));
  }

  @Test
  void whatCameDueWhileTheDaemonWasDownRunsOnceAtTheStart() throws Exception {
    log.expect(Event.SCHEDULE_MISSED);
    engine.start(NIGHTLY);
    engine.time.pass(DAY);
    engine.stop();

    engine.time.pass(Duration.ofDays(3));
    engine.restart(NIGHTLY);

    engine.time.pass(Duration.ofHours(1));
    assertThat(scheduled())
        .containsExactly(
            Instant.parse("2026-11-21T01:30:00Z"), Instant.parse("2026-11-25T00:00:00Z"));
    assertThat(log.lines(Event.SCHEDULE_MISSED).getFirst().value("runs")).contains("3");
    engine.time.pass(Duration.ofHours(1));
    assertThat(scheduled()).last().isEqualTo(Instant.parse("2026-11-25T01:30:00Z"));
  }

  /// The run was skipped because of the stop, which does nothing of its work.
  @Test
  void aScheduledRunThatTheStopEndsRunsAgainAtTheStart() throws Exception {
    log.expect(Event.SCHEDULE_MISSED);
    engine.does(
        "rotate.app",
        run -> {
          if (run.causes().contains(Cause.SCHEDULE)) {
            engine.time.sleep(Duration.ofMinutes(1));
          }
          return new Outcome.Done();
        });
    engine.start(NIGHTLY);
    engine.time.passTo("2026-11-21T01:30:10Z");
    engine.stop();

    engine.restart(NIGHTLY);

    engine.time.pass(Duration.ofHours(1));
    assertThat(scheduled())
        .containsExactly(
            Instant.parse("2026-11-21T01:30:00Z"), Instant.parse("2026-11-21T01:30:10Z"));
  }

  @Test
  void whatCameDueWhileTheHostSleptRunsOnceAndEverythingIsScanned() throws Exception {
    log.expect(Event.SCHEDULE_MISSED);
    engine.start(NIGHTLY);
    engine.time.pass(Duration.ofHours(1));
    int before = engine.runs("rotate.app").size();

    engine.host.sleep(Duration.ofHours(60));
    engine.time.pass(Duration.ofMinutes(1));

    assertThat(scheduled()).hasSize(1);
    assertThat(log.lines(Event.RESCAN))
        .extracting(line -> line.value("cause").orElseThrow())
        .containsExactly("host slept");
    assertThat(engine.runs("rotate.app").size()).isBetween(before + 1, before + 2);
  }

  /// When runs began because of the schedule.
  private List<Instant> scheduled() {
    Instant start = engine.time.instant().minus(engine.time.passed());
    return engine.runs("rotate.app").stream()
        .filter(run -> run.causes().contains(Cause.SCHEDULE))
        .map(Began::at)
        .map(at -> start.plus(at))
        .toList();
  }

  private Instant stamp() throws Exception {
    byte[] stamp = Files.readAllBytes(directory.resolve("state/stamps/rotate.app"));
    return Instant.parse(CheckedLine.read(stamp).orElseThrow());
  }
}
