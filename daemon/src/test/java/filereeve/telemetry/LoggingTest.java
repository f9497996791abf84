package filereeve.telemetry;

import static filereeve.telemetry.Field.field;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.RuleName;
import filereeve.event.RunId;
import filereeve.telemetry.Event.Level;
import filereeve.telemetry.LogSettings.Format;
import filereeve.telemetry.LogSettings.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Where a line is written, at which level, and in which format.
class LoggingTest extends OneLogging {
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
  void aFileWhoseSettingsChangedIsOpenOnce() throws IOException {
    Path file = temp.resolve("all.log");
    var log = logging(stderr, settings(Level.INFO));
    for (int keep = 1; keep <= 5; keep++) {
      log.apply(
          settings(
              Level.INFO,
              new LogFile("all", file, Levels.of(Level.INFO), Format.LOGFMT, BIG, keep)));
      assertThat(handlesOf(file)).hasSize(1);
    }
    log.apply(settings(Level.INFO));
    assertThat(handlesOf(file)).isEmpty();
    log.close();
  }

  private static List<Path> handlesOf(Path file) throws IOException {
    try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
      return handles.filter(handle -> leadsTo(handle, file)).toList();
    }
  }

  private static boolean leadsTo(Path handle, Path file) {
    try {
      return Files.isSameFile(handle, file);
    } catch (IOException _) {
      return false; // the listing's own
    }
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
}
