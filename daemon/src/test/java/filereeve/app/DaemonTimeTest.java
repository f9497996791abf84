package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.testing.VirtualHost.Notification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Days of the daemon as it is wired, on virtual time, with the numbers of production.
class DaemonTimeTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String ROTATE =
      """
      rotate:
        app:
          files: [$ROOT/log/*.log]
          when: {size: 1 GiB}
      """;

  @TempDir private Path root;

  @BeforeEach
  void makeTheTree() throws Exception {
    root = root.toRealPath();
    Files.createDirectory(root.resolve("log"));
  }

  @Test
  void systemdHearsOfItTwiceInEachPeriodOfItsWatchdog() throws Exception {
    var daemon = started(ROTATE);

    daemon.time.pass(DAY);
    assertThat(daemon.stop()).isTrue();

    List<Duration> heartbeats = heartbeats(daemon);
    assertThat(heartbeats)
        .startsWith(Duration.ZERO, Duration.ofSeconds(15))
        .hasSize(4 * 60 * 24 + 1);
    assertThat(daemon.host.notifications())
        .extracting(n -> n.text().lines().findFirst().orElse(""))
        .containsOnlyOnce("READY=1", "STOPPING=1");
  }

  @Test
  void systemdHearsNothingMoreOnceALaneHasLostItsThreads() throws Exception {
    var daemon = new VirtualDaemon(root, ROTATE);
    daemon.host.fail("lowPriority", () -> new IllegalStateException("a bug"));
    daemon.start();

    daemon.time.pass(DAY);
    daemon.stop();

    assertThat(heartbeats(daemon)).hasSizeLessThanOrEqualTo(1);
    assertThat(daemon.lines("failed", "a bug")).isNotEmpty();
  }

  private static List<Duration> heartbeats(VirtualDaemon daemon) {
    return daemon.host.notifications().stream()
        .filter(n -> n.text().equals("WATCHDOG=1"))
        .map(Notification::at)
        .toList();
  }

  @Test
  void aReloadDisturbsNoRuleThatIsUnchanged() throws Exception {
    String other =
        ROTATE.replace("app:", "other:").replace("/log/", "/o/").replace("rotate:\n", "");
    var daemon = started(ROTATE + other);
    daemon.time.pass(MINUTE);

    daemon.configure(ROTATE + other.replace("1 GiB", "2 GiB"));
    daemon.reload();
    daemon.time.pass(MINUTE);
    daemon.stop();

    assertThat(daemon.lines("config-reloaded", "")).hasSize(1);
    assertThat(daemon.lines("run-started", "rule=rotate.app ")).hasSize(1);
    assertThat(daemon.lines("run-started", "rule=rotate.other ")).hasSize(2);
  }

  @Test
  void aConfigurationWhoseChangeWasMissedIsReadWithinFiveMinutes() throws Exception {
    var daemon = started(ROTATE);
    daemon.time.pass(DAY);
    daemon.stop();

    assertThat(daemon.lines("run-started", "rule=daemon.configuration ")).hasSize(1 + 24 * 12);
  }

  @Test
  void aLogIsRotatedAndCompressedBySchedule() throws Exception {
    var daemon =
        started(
            ROTATE
                + """
                    schedule: {every: 6h}
                    keep: {age: 20h}
                    compress: {codec: gzip}
                """);
    for (int run = 1; run <= 6; run++) {
      Files.writeString(root.resolve("log/app.log"), "run " + run + "\n");
      daemon.time.pass(Duration.ofHours(6));
    }
    daemon.stop();

    assertThat(daemon.lines("rotated", "")).hasSize(6);
    assertThat(daemon.lines("compressed", "")).hasSize(6);
    assertThat(archives()).as("not older than 20 h").hasSizeBetween(3, 4);
  }

  @Test
  void aScheduleContinuesAfterTheClockWasSetBack() throws Exception {
    var daemon = started(ROTATE + "    schedule: {every: 1h}\n");
    daemon.time.pass(Duration.ofMinutes(150));
    assertThat(daemon.lines("scheduled", "")).hasSize(2);

    daemon.time.set(daemon.time.instant().minus(Duration.ofHours(2)));
    daemon.time.pass(Duration.ofHours(2));
    daemon.stop();

    assertThat(daemon.lines("scheduled", "")).hasSize(4);
  }

  @Test
  void noArchiveIsRemovedForItsAgeForAnHourAfterTheClockWasSet() throws Exception {
    var daemon = started(ROTATE + "    schedule: {every: 1d}\n    keep: {age: 7d}\n");
    for (int day = 1; day <= 2; day++) {
      Files.writeString(root.resolve("log/app.log"), "day " + day + "\n");
      daemon.time.pass(DAY);
    }
    assertThat(archives()).hasSize(2);

    daemon.time.set(daemon.time.instant().plus(DAY.multipliedBy(30)));
    daemon.time.pass(Duration.ofSeconds(31));
    assertThat(daemon.lines("clock-jumped", "")).hasSize(1);
    daemon.time.pass(Duration.ofMinutes(58));
    assertThat(archives()).hasSize(2);
    daemon.time.pass(Duration.ofMinutes(7));
    daemon.stop();

    assertThat(archives()).as("the newest is kept whatever its age").hasSize(1);
  }

  @Test
  void allThreadsThatCompressHaveALowPriority() throws Exception {
    var daemon = started(ROTATE.replace("1 GiB", "1 MiB") + "    compress: {codec: gzip}\n");
    var content = new byte[24 << 20];
    new Random(1).nextBytes(content);
    Files.write(root.resolve("log/app.log"), content);
    while (daemon.lines("queued", "app.log").isEmpty()) {
      Thread.onSpinWait();
    }
    daemon.time.pass(MINUTE);
    daemon.stop();

    assertThat(daemon.lines("compressed", "")).hasSize(1);
    assertThat(daemon.host.lowPriority())
        .extracting(Thread::getName)
        .contains("filereeve-frames-1")
        .allMatch(name -> name.matches("filereeve-(compress|frames)-\\d"));
  }

  private VirtualDaemon started(String yaml) throws Exception {
    var daemon = new VirtualDaemon(root, yaml);
    daemon.start();
    return daemon;
  }

  private List<Path> archives() throws Exception {
    try (Stream<Path> all = Files.list(root.resolve("log"))) {
      return all.filter(file -> !file.endsWith("app.log")).toList();
    }
  }
}
