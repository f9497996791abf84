package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.copytruncate.CopyTruncate;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FileDates;
import filereeve.testing.HeadCuts;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.ShellWriter;
import filereeve.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CopyTruncateHandlerTest {
  private static final String STAMP = "app.log-20261121T000000Z";
  private static final String LINES = "a line of 16 b.\n".repeat(1000);

  private final Posix posix = new LinuxPosix();
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir private Path directory;

  @TempDir(factory = MemoryTempDir.class)
  private Path inMemory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private Path app;

  @BeforeEach
  void nameTheLog() {
    app = directory.resolve("app.log");
  }

  @Test
  void theLogIsKeptAndTheLineSaysThatNothingWasLost() throws Exception {
    HeadCuts.assumePossible(directory);
    Files.writeString(app, LINES);
    Object inode = Files.getAttribute(app, "unix:ino");

    assertThat(rig(rule()).whole(Cause.SCHEDULE)).isEqualTo(new Outcome.Done());

    assertThat(Rig.names(directory)).containsExactly("app.log", STAMP);
    assertThat(Files.getAttribute(app, "unix:ino")).isEqualTo(inode);
    assertThat(Files.readString(directory.resolve(STAMP)) + Files.readString(app)).isEqualTo(LINES);
    RecordingLog.Line line = log.lines(Event.ROTATED).getFirst();
    assertThat(line.value("lost")).contains("0 B");
    assertThat(line.value("could_be_lost")).isEmpty();
    assertThat(line.value("split")).isEmpty();
    assertThat(line.value("archive")).contains(directory.resolve(STAMP).toString());
  }

  @Test
  void theLineSaysThatALineWasSplitOrWhatCouldBeLost() throws Exception {
    HeadCuts.assumePossible(directory);
    Files.writeString(app, "x".repeat(10_000));
    rig(rule()).whole(Cause.SCHEDULE);
    assertThat(log.lines(Event.ROTATED).getFirst().value("split")).contains("a line");

    try (var _ = ShellWriter.counting(inMemory.resolve("app.log"))) {
      rig(RuleBuilder.of(inMemory, "*.log").copyTruncate()).whole(Cause.SCHEDULE);
    }
    RecordingLog.Line line = log.lines(Event.ROTATED).get(1);
    assertThat(line.value("could_be_lost")).isPresent();
    assertThat(line.value("lost")).isEmpty();
  }

  @Test
  void underAWriterThatDoesNotAppendTheLogIsSkippedAndTheWriterNamed() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Files.writeString(app, LINES);
    try (var writer = ShellWriter.overwriting(app)) {
      Rig rig = rig(rule());
      rig.whole(Cause.SCHEDULE);
      rig.whole(Cause.SCHEDULE);

      assertThat(log.lines(Event.SKIPPED_UNSAFE)).hasSize(1);
      assertThat(log.lines(Event.SKIPPED_UNSAFE).getFirst().value("why").orElseThrow())
          .contains("sh (%d) writes without O_APPEND".formatted(writer.pid()))
          .contains("or set \"unsafe_writer: accept\"");
      assertThat(Rig.names(directory)).containsExactly("app.log");
      assertThat(app).hasContent(LINES);
    }
    rig(rule()).whole(Cause.SCHEDULE);
    assertThat(Rig.names(directory)).as("it has gone").contains(STAMP);
  }

  @Test
  void underAWriterThatAppendsItIsCut() throws Exception {
    Files.writeString(app, LINES);
    try (var _ = ShellWriter.appending(app)) {
      rig(rule()).whole(Cause.SCHEDULE);
    }
    assertThat(Rig.names(directory)).containsExactly("app.log", STAMP);
  }

  @Test
  void aRuleCanAcceptAWriterThatDoesNotAppend() throws Exception {
    Files.writeString(app, LINES);
    try (var _ = ShellWriter.overwriting(app)) {
      rig(rule().method(new Method.CopyTruncate(true, false))).whole(Cause.SCHEDULE);
    }
    assertThat(Rig.names(directory)).containsExactly("app.log", STAMP);
  }

  @Test
  void linksAreSkipped() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Files.writeString(app, LINES);
    Files.createLink(directory.resolve("second-name"), app);
    Files.createSymbolicLink(directory.resolve("link.log"), app);

    rig(rule()).whole(Cause.SCHEDULE);

    assertThat(app).hasContent(LINES);
    assertThat(log.lines(Event.SKIPPED_UNSAFE))
        .extracting(line -> line.value("why").orElseThrow())
        .anyMatch(why -> why.contains("the content would also be cut under the other names"))
        .anyMatch(why -> why.contains("it is a symbolic link"));
  }

  @Test
  void whatAScheduleAskedForIsDoneByTheRetryAndNotTwice() throws Exception {
    Files.writeString(app, LINES);
    Rig rig = rig(rule().after());
    rig.notifyingFails(true);
    clock.set(FileDates.now().minusSeconds(1));
    assertThat(rig.whole(Cause.SCHEDULE)).isInstanceOf(Outcome.Retry.class);
    Files.writeString(app, "more\n", StandardOpenOption.APPEND);
    rig.notifyingFails(false);

    assertThat(rig.whole(Cause.RETRY)).isEqualTo(new Outcome.Done());

    assertThat(log.lines(Event.ROTATED)).hasSize(1);
  }

  @Test
  void itsAgeCountsFromTheLastCut() throws Exception {
    Files.writeString(app, LINES);
    clock.set(FileDates.now().plus(Duration.ofHours(25)));
    Rig rig = rig(rule().age(Duration.ofHours(24)));
    assertThat(rig.file(app, Cause.CHANGE)).isEqualTo(new Outcome.Done());
    Files.writeString(app, "more\n", StandardOpenOption.APPEND);

    clock.advance(Duration.ofHours(23));
    assertThat(rig.file(app, Cause.CHANGE)).isInstanceOf(Outcome.Skipped.class);
    clock.advance(Duration.ofHours(2));
    assertThat(rig.file(app, Cause.CHANGE)).isEqualTo(new Outcome.Done());
  }

  @Test
  void archivesCanGoIntoAnotherDirectoryWithNumbers() throws Exception {
    Rig rig = rig(rule().archiveDir("old").naming(Naming.NUMBERED));
    for (String content : new String[] {"one\n", "two\n"}) {
      Files.writeString(app, content, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
      rig.whole(Cause.SCHEDULE);
    }

    assertThat(Rig.names(directory)).containsExactly("app.log", "old/app.log.1", "old/app.log.2");
    assertThat(directory.resolve("old/app.log.2")).hasContent("one\n");
  }

  /// Also if the rule has another method by now.
  @Test
  void whatWasCutAndNotNamedYetBecomesAnArchiveThoughTheLogIsGone() throws Exception {
    log.expect(Event.RECOVERED_FILE);
    stopBeforeTheName();
    String rest = Files.readString(app);
    Files.delete(app);

    rig(RuleBuilder.of(directory, "*.log")).whole(Cause.START);

    assertThat(Rig.names(directory)).containsExactly(STAMP);
    assertThat(Files.readString(directory.resolve(STAMP)) + rest).isEqualTo(LINES);
  }

  @Test
  void aCopyThatCannotGetItsNameWaitsForIt() throws Exception {
    log.expect(Event.RECOVERED_FILE);
    stopBeforeTheName();
    Files.writeString(directory.resolve(STAMP), "somebody else's");

    rig(rule()).whole(Cause.START);

    assertThat(Rig.names(directory)).containsExactly("app.log", STAMP, STAMP + "_02");
    assertThat(directory.resolve(STAMP)).hasContent("somebody else's");
    assertThat(Files.readString(directory.resolve(STAMP + "_02")) + Files.readString(app))
        .isEqualTo(LINES);
  }

  /// Each time with another file: what the stopped program had open is still open in this process.
  private void stopBeforeTheName() throws Exception {
    for (int call = 1; ; call++) {
      Files.deleteIfExists(app);
      Files.deleteIfExists(directory.resolve(CopyTruncate.copyOf(app.getFileName())));
      Files.deleteIfExists(directory.resolve(CopyTruncate.intentOf(app.getFileName())));
      Files.writeString(app, LINES);
      var faulty = FaultyPosix.stoppingAfter(posix, call);
      try {
        new Rig(rule().settings(), faulty, clock, log).whole(Cause.SCHEDULE);
        throw new AssertionError("it never got so far: " + faulty.calls());
      } catch (FaultyPosix.Stopped _) {
        if (Files.size(app) < LINES.length()) {
          return;
        }
      }
    }
  }

  private RuleBuilder rule() {
    return RuleBuilder.of(directory, "*.log").copyTruncate();
  }

  private Rig rig(RuleBuilder rule) {
    return new Rig(rule.settings(), posix, clock, log);
  }
}
