package filereeve.telemetry;

import static filereeve.telemetry.Field.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.LoggerContext;
import filereeve.event.RuleName;
import filereeve.event.RunId;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event.Level;
import filereeve.telemetry.LogSettings.Format;
import filereeve.telemetry.LogSettings.LogFile;
import filereeve.testing.TestClock;
import filereeve.units.Size;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingTest {
  private static final Size BIG = new Size(100_000_000);
  private static final StandardError PIPE = new StandardError(Format.LOGFMT, false);

  @TempDir Path temp;

  private final TestClock clock = new TestClock("2026-11-21T08:53:16Z");
  private final LoggerContext libraries = new LoggerContext();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

  @AfterEach
  void stop() {
    libraries.stop();
  }

  @Test
  void aLineStandsOnStandardError() {
    try (Logging log = logging(stderr, settings(Level.INFO))) {
      log.log(Event.READY, field("rules", 3));
      log.log(Event.SCHEDULED);
    }
    assertThat(lines(stderr))
        .containsExactly("ts=2026-11-21T08:53:16.000Z level=info event=ready rules=3");
  }

  @Test
  void librariesMayWarnAndNoMore() {
    try (Logging _ = logging(stderr, settings(Level.DEBUG))) {
      var logger = libraries.getLogger("org.quartz.Core");
      logger.info("chatter");
      logger.warn("jobs {} late", 3, new IOException("disk"));
    }
    assertThat(lines(stderr))
        .singleElement()
        .asString()
        .endsWith(
            "level=warn event=library logger=org.quartz.Core message=\"jobs 3 late\""
                + " error=\"java.io.IOException: disk\"");
  }

  @Test
  void aLogFileHasItsOwnLevelAndFormat() throws IOException {
    Path all = temp.resolve("made/all.log");
    Path errors = temp.resolve("made/errors.log");
    var settings =
        settings(
            Level.WARN,
            new LogFile("all", all, Levels.of(Level.DEBUG), Format.AUTO, BIG, 7),
            new LogFile("errors", errors, Levels.of(Level.ERROR), Format.JSON, BIG, 7));
    try (Logging log = logging(stderr, settings)) {
      log.log(Event.SCHEDULED);
      log.log(Event.FAILED, field("why", "x"));
    }
    assertThat(lines(stderr)).hasSize(1);
    assertThat(Files.readAllLines(all)).hasSize(2);
    assertThat(Files.readAllLines(errors))
        .containsExactly(
            "{\"ts\":\"2026-11-21T08:53:16.000Z\",\"level\":\"error\",\"event\":\"failed\",\"why\":\"x\"}");
  }

  @Test
  void aRuleCanHaveALevelOfItsOwnForAllThatIsSaidOfIt() throws IOException {
    Path file = temp.resolve("a.log");
    var loud = new RuleName("rotate", "loud");
    var quiet = new RuleName("rotate", "quiet");
    var levels =
        new Levels(Level.INFO, Map.of(loud.toString(), Level.DEBUG, "rotate.quiet", Level.ERROR));
    var all = new LogFile("a", file, levels, Format.LOGFMT, BIG, 3);
    var ids = new RunId.Sequence(clock.instant());
    try (Logging log = logging(stderr, new LogSettings(Format.AUTO, levels, List.of(all)))) {
      log.log(Event.SCHEDULED, field("rule", loud));
      ids.next(loud).run(() -> log.log(Event.PLANNED));
      ids.next(quiet).run(() -> log.log(Event.DEGRADED));
      log.log(Event.ROTATED, field("rule", quiet));
      log.log(Event.ROTATED, field("rule", new RuleName("rotate", "other")));
      log.log(Event.FAILED, field("rule", quiet));
      log.log(Event.FILE_EVENT);
      log.apply(new LogSettings(Format.AUTO, Levels.of(Level.INFO), List.of()));
      log.log(Event.SCHEDULED, field("rule", loud));
      log.log(Event.ROTATED, field("rule", quiet));
    }
    assertThat(lines(stderr))
        .extracting(line -> line.replaceAll(".*event=([a-z]+) rule=([a-z.]+).*", "$1 $2"))
        .containsExactly(
            "scheduled rotate.loud",
            "planned rotate.loud",
            "rotated rotate.other",
            "failed rotate.quiet",
            "rotated rotate.quiet");
    assertThat(Files.readAllLines(file)).isEqualTo(lines(stderr).subList(0, 4));
  }

  @Test
  void aLogFileThatCannotBeOpenedIsReportedOnceAndTriedAgain() throws IOException {
    Path blocked = Files.createFile(temp.resolve("file"));
    var settings =
        settings(
            Level.INFO,
            new LogFile(
                "a", blocked.resolve("a.log"), Levels.of(Level.INFO), Format.LOGFMT, BIG, 3));
    try (Logging log = logging(stderr, settings)) {
      log.log(Event.READY);
      log.log(Event.READY);
      Files.delete(blocked);
      log.apply(settings);
      log.log(Event.STOPPING);
    }
    assertThat(lines(stderr)).filteredOn(l -> l.contains("event=log-file-failed")).hasSize(1);
    assertThat(lines(stderr)).filteredOn(l -> l.contains("event=ready")).hasSize(2);
    assertThat(blocked.resolve("a.log")).content().contains("event=stopping");
  }

  @Test
  void aFullDiskIsReportedOnceAndStopsNothing() throws Exception {
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", temp.toString()))
        .as("a small file system can be mounted: root only")
        .isZero();
    try {
      Path file = temp.resolve("a.log");
      var settings =
          settings(
              Level.INFO, new LogFile("a", file, Levels.of(Level.INFO), Format.LOGFMT, BIG, 3));
      try (Logging log = logging(stderr, settings)) {
        for (int i = 0; i < 1_000; i++) {
          log.log(Event.READY, field("n", i));
        }
      }
      assertThat(lines(stderr))
          .filteredOn(l -> l.contains("event=log-file-failed"))
          .singleElement()
          .asString()
          .contains("cannot write the log file " + file, "No space left on device");
      assertThat(lines(stderr)).hasSize(1_001);
    } finally {
      run("umount", temp.toString());
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Test
  void aDeviceIsNeverALogFile() {
    var device =
        new LogFile("a", Path.of("/dev/null"), Levels.of(Level.INFO), Format.LOGFMT, BIG, 3);
    try (Logging log = logging(stderr, settings(Level.INFO, device))) {
      log.log(Event.READY);
    }
    assertThat(lines(stderr)).hasSize(2).first().asString().contains("it is not a regular file");
    assertThat(Path.of("/dev/null")).exists();
  }

  @Test
  @Tag("file-dates") // a file of another day is put aside
  void noLineIsLostWhileSettingsChange() throws Exception {
    Path file = temp.resolve("a.log");
    var one =
        settings(Level.INFO, new LogFile("a", file, Levels.of(Level.INFO), Format.LOGFMT, BIG, 3));
    var other =
        settings(Level.INFO, new LogFile("a", file, Levels.of(Level.DEBUG), Format.LOGFMT, BIG, 3));
    try (Logging log = logging(stderr, one)) {
      var writers =
          IntStream.range(0, 4)
              .mapToObj(w -> Thread.ofPlatform().start(() -> logMany(log, w)))
              .toList();
      for (int i = 0; i < 20; i++) {
        log.apply(i % 2 == 0 ? other : one);
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }
    assertThat(lines(stderr)).hasSize(2_000).doesNotHaveDuplicates();
    assertThat(linesIn(temp)).hasSize(2_000).doesNotHaveDuplicates();
  }

  /// A file of another day is put aside when it is opened.
  private static List<String> linesIn(Path directory) throws IOException {
    var lines = new ArrayList<String>();
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private static void logMany(Log log, int writer) {
    for (int i = 0; i < 500; i++) {
      log.log(Event.READY, field("n", writer + "-" + i));
    }
  }

  @Test
  void aFileThatIsRemovedIsMadeAnewAndThatIsSaid() throws IOException {
    Path file = temp.resolve("logs/a.log");
    var settings =
        settings(Level.INFO, new LogFile("a", file, Levels.of(Level.INFO), Format.LOGFMT, BIG, 3));
    try (Logging log = logging(stderr, settings)) {
      log.log(Event.READY);
      Files.delete(file);
      Files.delete(file.getParent());
      clock.advance(Duration.ofSeconds(1));
      log.log(Event.STOPPING);
      log.log(Event.STOPPED);
    }
    assertThat(Files.readAllLines(file))
        .extracting(line -> line.replaceAll(".*event=([a-z-]+).*", "$1"))
        .containsExactly("log-file-removed", "stopping", "stopped");
    assertThat(lines(stderr))
        .filteredOn(line -> line.contains("event=log-file-removed file=" + file))
        .hasSize(1);
  }

  @Test
  void aStandardErrorThatIsGoneStopsNothing() throws IOException {
    Path file = temp.resolve("a.log");
    var settings =
        settings(Level.INFO, new LogFile("a", file, Levels.of(Level.INFO), Format.LOGFMT, BIG, 3));
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    try (Logging log = logging(gone, settings)) {
      log.log(Event.READY);
      log.log(Event.STOPPING);
    }
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void aBlockedStandardErrorHoldsNobodyUpAndItsLossIsCounted() throws Exception {
    var blocked = new Blocked(stderr);
    try (Logging log = logging(blocked, settings(Level.INFO))) {
      log.log(Event.READY, field("n", 0));
      assertThat(blocked.entered.await(5, TimeUnit.SECONDS)).isTrue();
      for (int i = 1; i < 30_000; i++) {
        log.log(Event.READY, field("n", i));
      }
      blocked.release.countDown();
    }
    List<String> lines = lines(stderr);
    String told =
        lines.stream().filter(l -> l.contains("event=log-lines-dropped")).findFirst().orElse("");
    long lost = Long.parseLong(told.replaceAll(".*lines=", ""));
    assertThat(lost).isPositive();
    assertThat(lines.size() - 1 + lost).isEqualTo(30_000);
  }

  private static final class Blocked extends OutputStream {
    private final OutputStream out;
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    Blocked(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      entered.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      out.write(bytes, offset, length);
    }
  }

  private Logging logging(OutputStream out, LogSettings settings) {
    return new Logging(new LinuxPosix(), settings, PIPE, out, libraries, clock);
  }

  private static LogSettings settings(Level level, LogFile... files) {
    return new LogSettings(Format.AUTO, Levels.of(level), List.of(files));
  }

  private static List<String> lines(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
