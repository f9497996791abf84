package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the engine hears of, and when: events, polls, mounts, and a source of events that fails.
class EngineWatchTest extends OneEngine {
  private static final String RELOAD =
      "reload: {app: {watch: [$ROOT/app/*.conf], apply: {run: [\"true\"]}}}\n";

  private Path app;
  private int markers;

  @BeforeEach
  void createLogs() throws Exception {
    app = Files.createDirectory(directory.resolve("app"));
  }

  @Test
  void aChangedLogIsInspectedAfterASecond() throws Exception {
    engine.start(VirtualEngine.rotate("app"));
    engine.time.pass(Duration.ofSeconds(10));
    write(app.resolve("a.log"));
    engine.time.pass(Duration.ofSeconds(10));

    assertThat(engine.runs("rotate.app")).hasSize(2);
    assertThat(engine.runs("rotate.app").getLast())
        .isEqualTo(
            new VirtualEngine.Began(
                Duration.ofSeconds(11),
                new Subject.File(app.resolve("a.log")),
                Set.of(Cause.CHANGE),
                1));
  }

  @Test
  void aServiceIsReloadedTwoSecondsAfterTheLastChange() throws Exception {
    engine.start(RELOAD);
    for (int second = 0; second < 5; second++) {
      write(app.resolve("a.conf"));
      engine.time.pass(Duration.ofSeconds(1));
    }
    engine.time.pass(Duration.ofMinutes(1));

    assertThat(engine.starts("reload.app")).containsExactly(Duration.ZERO, Duration.ofSeconds(6));
  }

  @Test
  void whatIsNeverQuietIsReloadedEveryThirtySeconds() throws Exception {
    engine.start(RELOAD);
    for (int second = 0; second < 65; second++) {
      write(app.resolve("a.conf"));
      engine.time.pass(Duration.ofSeconds(1));
    }

    assertThat(engine.starts("reload.app"))
        .startsWith(Duration.ZERO, Duration.ofSeconds(30))
        .hasSize(3);
  }

  @Test
  void whatAServerCanChangeIsPolledEveryThirtySeconds() throws Exception {
    engine.host.mount(nfs());
    engine.start(VirtualEngine.rotate("app"));

    engine.time.pass(Duration.ofHours(1));

    assertThat(log.lines(Event.POLLING)).hasSize(1);
    assertThat(engine.starts("rotate.app"))
        .as("a second after each poll, because files may have changed just now")
        .startsWith(Duration.ZERO)
        .endsWith(
            IntStream.range(1, 120)
                .mapToObj(i -> Duration.ofSeconds(30L * i + 1))
                .toArray(Duration[]::new))
        .hasSize(120);
  }

  @Test
  void afterALongScanTheNextOneThatAPollAsksForWaitsTwiceAsLong() throws Exception {
    engine.host.mount(nfs());
    engine.does(
        "rotate.app",
        _ -> {
          engine.time.sleep(Duration.ofSeconds(12));
          return new Outcome.Done();
        });
    engine.start(VirtualEngine.rotate("app"));
    engine.time.pass(Duration.ofSeconds(100));

    assertThat(engine.starts("rotate.app"))
        .containsExactly(Duration.ZERO, Duration.ofSeconds(36), Duration.ofSeconds(72));
  }

  @Test
  void afterAScanTheOneThatAPollAskedForMeanwhileWaitsAsLong() throws Exception {
    engine.host.mount(nfs());
    engine.does(
        "rotate.app",
        _ -> {
          engine.time.sleep(Duration.ofSeconds(40));
          return new Outcome.Done();
        });
    engine.start(VirtualEngine.rotate("app"));
    engine.time.pass(Duration.ofSeconds(200));

    assertThat(engine.starts("rotate.app"))
        .as("polled at 30 s, 60 s and so on")
        .containsExactly(Duration.ZERO, Duration.ofSeconds(70), Duration.ofSeconds(140));
    assertThat(engine.runs("rotate.app").getLast().causes()).contains(Cause.RESCAN);
  }

  @Test
  void whatIsMountedLaterIsPolledFromThenOn() throws Exception {
    engine.start(VirtualEngine.rotate("app"));
    engine.time.pass(Duration.ofMinutes(1));
    engine.host.mount(nfs());
    engine.time.pass(Duration.ofMinutes(1));
    assertThat(log.lines(Event.POLLING)).hasSize(1);
    assertThat(engine.starts("rotate.app"))
        .as("a second after it was mounted, and after the poll")
        .containsExactly(Duration.ZERO, Duration.ofMillis(61_050), Duration.ofSeconds(91));

    engine.host.mount("");
    engine.time.pass(Duration.ofHours(1));
    assertThat(engine.starts("rotate.app").size()).as("no poll any more").isLessThan(20);
  }

  @Test
  void theMountTableIsReadWithEachPoll() throws Exception {
    engine.start(VirtualEngine.rotate("app"));
    int before = engine.host.tablesRead();
    engine.time.pass(Duration.ofHours(1));

    assertThat(engine.host.tablesRead() - before).isEqualTo(120);
  }

  @Test
  void aMountTableThatCannotBeReadIsReadAgainAtTheNextPoll() throws Exception {
    log.expect(Event.DEGRADED);
    engine.start(VirtualEngine.rotate("app"));
    engine.time.pass(Duration.ofSeconds(40));
    engine.host.failTable(true);
    engine.host.mount(nfs());
    engine.time.pass(Duration.ofSeconds(1));
    engine.host.failTable(false);
    assertThat(log.lines(Event.DEGRADED)).hasSize(1);
    assertThat(log.lines(Event.POLLING)).isEmpty();

    engine.time.pass(Duration.ofSeconds(30));

    assertThat(log.lines(Event.POLLING)).hasSize(1);
  }

  @Test
  void aSourceOfEventsThatFailsIsTriedAgainAfterWaitsThatDoubleUpToAMinute() throws Exception {
    log.expect(Event.WATCH_FAILED);
    engine.host.fail("inotify", () -> new PosixException("inotify_init1", "inotify", Errno.EMFILE));
    engine.start(VirtualEngine.rotate("app"));
    engine.time.pass(Duration.ofMinutes(4).plusSeconds(30));

    List<Duration> tries =
        Stream.of(0, 1, 3, 7, 15, 31, 63, 123, 183, 243).map(Duration::ofSeconds).toList();
    assertThat(engine.host.failures("inotify")).isEqualTo(tries);
    assertThat(engine.starts("rotate.app"))
        .as("a second after each try; the second one comes when the first scan begins")
        .containsAll(tries.stream().skip(2).map(at -> at.plusSeconds(1)).toList());

    engine.host.heal("inotify");
    engine.time.pass(Duration.ofMinutes(1));
    write(app.resolve("a.log"));
    engine.time.pass(Duration.ofSeconds(2));
    assertThat(engine.runs("rotate.app").getLast().subject())
        .isEqualTo(new Subject.File(app.resolve("a.log")));
  }

  private String nfs() {
    return "36 22 0:30 / %s rw - nfs4 server:/logs rw\n".formatted(app);
  }

  /// Changes a file, and waits until all events of that were heard of: those of a file that is
  /// created afterwards come later.
  private void write(Path file) throws Exception {
    Files.writeString(file, "a");
    Path last = Files.createFile(app.resolve("last" + markers++));
    while (log.lines(Event.FILE_EVENT).stream()
        .noneMatch(line -> line.value("file").equals(Optional.of(last.toString())))) {
      Thread.onSpinWait();
    }
  }
}
