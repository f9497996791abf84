package filereeve.kind.compress;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.replace.Existing;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import filereeve.testing.FaultyPosix;
import filereeve.testing.LogLines;
import filereeve.testing.RecordingLog;
import filereeve.testing.UnsyncedPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A nightly dump has the same name each night, and last night's archive is beside it.
class ExistingArchiveTest {
  private static final byte[] MONDAY = LogLines.bytes(20_000);
  private static final byte[] TUESDAY = LogLines.bytes(30_000);
  private static final byte[] WEDNESDAY = LogLines.bytes(10_000);
  private static final String DUMP = "dump.csv";
  private static final String ARCHIVE = "dump.csv.gz";
  private static final String DATED = "dump.csv-20261201T013000Z.gz";
  private static final Instant TUESDAYS_TIME = Instant.parse("2026-12-01T01:30:00.75Z");

  @RegisterExtension final RecordingLog log = new RecordingLog();
  private final Posix posix = UnsyncedPosix.of(new LinuxPosix());
  @TempDir private Path dir;
  private RuleOnDirectory rule;

  @BeforeEach
  void mondaysDumpIsCompressed() throws Exception {
    rule = afterMonday("a");
  }

  @Test
  void byDefaultBothAreKeptAndTheNewOneHasItsDate() throws Exception {
    write(rule, TUESDAY, TUESDAYS_TIME);

    assertThat(rule.start(posix).file(DUMP, Cause.CHANGE)).isEqualTo(new Outcome.Done());

    assertThat(rule.names()).containsExactly(DATED, ARCHIVE);
    assertThat(rule.contentOf(ARCHIVE)).isEqualTo(MONDAY);
    assertThat(rule.contentOf(DATED)).isEqualTo(TUESDAY);
    assertThat(log.lines(Event.COMPRESSED).getLast().value("archive"))
        .hasValue(rule.dir.resolve(DATED).toString());
  }

  @Test
  void twoOfOneSecondAreBothKept() throws Exception {
    write(rule, TUESDAY, TUESDAYS_TIME);
    rule.start(posix).file(DUMP, Cause.CHANGE);
    write(rule, WEDNESDAY, TUESDAYS_TIME.plusMillis(1));

    assertThat(rule.start(posix).file(DUMP, Cause.CHANGE)).isEqualTo(new Outcome.Done());

    assertThat(rule.names())
        .containsExactlyInAnyOrder(DATED, "dump.csv-20261201T013000Z_02.gz", ARCHIVE);
    assertThat(rule.contentOf(DATED)).isEqualTo(TUESDAY);
    assertThat(rule.contentOf("dump.csv-20261201T013000Z_02.gz")).isEqualTo(WEDNESDAY);
  }

  @ParameterizedTest
  @EnumSource
  void theSameContentOnceMoreNeedsNoArchive(Existing existing) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    rule.existing = existing;
    write(rule, MONDAY, TUESDAYS_TIME);

    assertThat(rule.start(posix).file(DUMP, Cause.CHANGE)).isEqualTo(new Outcome.Done());

    rule.assertReplaced(DUMP, MONDAY);
  }

  @Test
  void replaceKeepsTheNewOneOnly() throws Exception {
    rule.existing = Existing.REPLACE;
    write(rule, TUESDAY, TUESDAYS_TIME);

    assertThat(rule.start(posix).file(DUMP, Cause.CHANGE)).isEqualTo(new Outcome.Done());

    rule.assertReplaced(DUMP, TUESDAY);
  }

  @Test
  void replaceTakesThePlaceOfFilesOnly() throws Exception {
    rule.existing = Existing.REPLACE;
    Files.delete(rule.dir.resolve(ARCHIVE));
    Files.createDirectory(rule.dir.resolve(ARCHIVE));
    write(rule, TUESDAY, TUESDAYS_TIME);

    assertThat(rule.start(posix).file(DUMP, Cause.CHANGE)).isInstanceOf(Outcome.Failed.class);

    assertThat(rule.names()).containsExactly(DUMP, ARCHIVE);
  }

  @Test
  void anArchiveThatChangesMeanwhileIsNotReplaced() throws Exception {
    rule.existing = Existing.REPLACE;
    write(rule, TUESDAY, TUESDAYS_TIME);
    Posix changing =
        BetweenCalls.afterFirst(
            posix, "chmod", () -> Files.writeString(rule.dir.resolve(ARCHIVE), "somebody's"));

    assertThat(rule.start(changing).file(DUMP, Cause.CHANGE)).isInstanceOf(Outcome.Deferred.class);

    assertThat(rule.dir.resolve(ARCHIVE)).hasContent("somebody's");
    assertThat(rule.dir.resolve(DUMP)).hasBinaryContent(TUESDAY);
    assertThat(rule.names()).containsExactly(DUMP, ARCHIVE);
  }

  @Test
  void aDumpThatIsWrittenOnceMoreMeanwhileIsReplacedByTheNextRun() throws Exception {
    rule.existing = Existing.REPLACE;
    write(rule, TUESDAY, TUESDAYS_TIME);
    Posix writing =
        BetweenCalls.afterFirst(
            posix, "replace", () -> Files.write(rule.dir.resolve(DUMP), WEDNESDAY));

    assertThat(rule.start(writing).file(DUMP, Cause.CHANGE)).isInstanceOf(Outcome.Deferred.class);
    assertThat(rule.contentOf(ARCHIVE)).isEqualTo(TUESDAY);
    assertThat(rule.dir.resolve(DUMP)).hasBinaryContent(WEDNESDAY);

    assertThat(rule.start(posix).file(DUMP, Cause.RETRY)).isEqualTo(new Outcome.Done());
    rule.assertReplaced(DUMP, WEDNESDAY);
  }

  @Test
  void aKeptFileGetsOneArchiveForEachContent() throws Exception {
    rule.keepOriginal = true;
    write(rule, TUESDAY, TUESDAYS_TIME);

    assertThat(rule.start(posix).everything(Cause.START)).containsExactly(new Outcome.Done());
    assertThat(rule.start(posix).everything(Cause.START)).isEmpty();

    assertThat(rule.names()).containsExactlyInAnyOrder(DUMP, DATED, ARCHIVE);
  }

  @Test
  void aScheduledRuleDoesNotTakeAnotherNightsArchiveForAnInterruptedRun() throws Exception {
    rule.scheduled = true;
    write(rule, TUESDAY, TUESDAYS_TIME);

    assertThat(rule.start(posix).everything(Cause.START)).isEmpty();

    assertThat(rule.names()).containsExactly(DUMP, ARCHIVE);
  }

  @ParameterizedTest
  @EnumSource(names = {"DATE", "REPLACE"})
  void stoppedAfterAnyCallNothingIsLostAndTheNextStartFinishes(Existing existing) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int calls = calls(existing);
    for (int call = 1; call <= calls; call++) {
      RuleOnDirectory stopped = tuesday("stopped-after-" + call, existing);
      try {
        stopped.start(FaultyPosix.stoppingAfter(posix, call)).file(DUMP, Cause.CHANGE);
        throw new AssertionError("the run came to its end before call " + call);
      } catch (FaultyPosix.Stopped _) {
        assertNothingIsLost(stopped);
      }

      stopped.start(posix).everything(Cause.START);

      assertFinished(stopped);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DATE", "REPLACE"})
  void whateverCallFailsNothingIsLostAndTheNextRunFinishes(Existing existing) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int calls = calls(existing);
    for (int call = 1; call <= calls; call++) {
      RuleOnDirectory failed = tuesday("failed-at-" + call, existing);

      Outcome outcome =
          failed.start(FaultyPosix.failing(posix, call, Errno.EIO)).file(DUMP, Cause.CHANGE);

      assertThat(outcome).as("call %d", call).isInstanceOf(Outcome.Retry.class);
      assertNothingIsLost(failed);
      failed.start(posix).everything(Cause.RESCAN);
      assertFinished(failed);
    }
  }

  private int calls(Existing existing) throws Exception {
    FaultyPosix counting = FaultyPosix.counting(posix);
    assertThat(tuesday("counted", existing).start(counting).file(DUMP, Cause.CHANGE))
        .isEqualTo(new Outcome.Done());
    return counting.calls().size();
  }

  private RuleOnDirectory tuesday(String name, Existing existing) throws Exception {
    RuleOnDirectory made = afterMonday(name);
    made.existing = existing;
    write(made, TUESDAY, TUESDAYS_TIME);
    return made;
  }

  private RuleOnDirectory afterMonday(String name) throws Exception {
    var made = new RuleOnDirectory(Files.createDirectory(dir.resolve(name)), log);
    made.codec = Codec.GZIP;
    write(made, MONDAY, TUESDAYS_TIME.minusSeconds(24 * 60 * 60));
    assertThat(made.start(posix).file(DUMP, Cause.CHANGE)).isEqualTo(new Outcome.Done());
    return made;
  }

  private static void write(RuleOnDirectory rule, byte[] content, Instant time) throws IOException {
    Path file = Files.write(rule.dir.resolve(DUMP), content);
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  /// What must hold at every moment: an archive is complete, and the new dump is somewhere.
  private static void assertNothingIsLost(RuleOnDirectory rule) throws IOException {
    List<String> names = rule.names();
    boolean dumpIsThere = names.contains(DUMP);
    if (dumpIsThere) {
      assertThat(rule.dir.resolve(DUMP)).hasBinaryContent(TUESDAY);
    }
    byte[] archived = rule.contentOf(ARCHIVE);
    if (rule.existing == Existing.REPLACE) {
      assertThat(archived).isIn(dumpIsThere ? List.of(MONDAY, TUESDAY) : List.of(TUESDAY));
    } else {
      assertThat(archived).isEqualTo(MONDAY);
      assertThat(dumpIsThere || names.contains(DATED)).isTrue();
    }
    if (names.contains(DATED)) {
      assertThat(rule.contentOf(DATED)).isEqualTo(TUESDAY);
    }
  }

  private static void assertFinished(RuleOnDirectory rule) throws IOException {
    assertNothingIsLost(rule);
    assertThat(rule.names())
        .isEqualTo(rule.existing == Existing.DATE ? List.of(DATED, ARCHIVE) : List.of(ARCHIVE));
  }
}
