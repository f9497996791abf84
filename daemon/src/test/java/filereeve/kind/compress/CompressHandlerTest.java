package filereeve.kind.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import filereeve.codec.Codec;
import filereeve.dispatch.Lane;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.kind.compress.RuleOnDirectory.Daemon;
import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.replace.Existing;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A run for one file, and what a run of the rule hands over.
class CompressHandlerTest extends OneFile {
  @ParameterizedTest
  @EnumSource
  void aFinishedFileIsReplacedByItsArchive(Codec codec) throws Exception {
    rule.codec = codec;

    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE)).isEqualTo(new Outcome.Done());

    rule.assertReplaced("a.csv", CONTENT);
    assertThat(log.lines())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.event()).isEqualTo(Event.COMPRESSED);
              assertThat(line.value("rule")).hasValue("compress.exports");
              assertThat(line.value("file")).hasValue(file.toString());
              assertThat(line.value("archive")).hasValue(file + "." + codec.suffix());
              assertThat(line.value("ratio").orElseThrow()).matches("[3-9]\\.\\d|1\\d\\.\\d");
              assertThat(line.value("bytes")).isPresent();
              assertThat(line.value("compressed")).isPresent();
              assertThat(line.value("took")).isPresent();
            });
  }

  @Test
  void aMissingFileIsSkipped() throws Exception {
    assertThat(rule.start(posix).file("b.csv", Cause.CHANGE))
        .isEqualTo(new Outcome.Skipped("it no longer exists"));
    assertThat(rule.start(posix).file("no/b.csv", Cause.CHANGE))
        .isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void aForeignArchiveIsNeverOverwritten() throws Exception {
    rule.existing = Existing.KEEP;
    Files.writeString(dir.resolve("a.csv.zst"), "somebody's");
    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE))
        .isEqualTo(
            new Outcome.Failed(
                "cannot compress %s: %s.zst already exists with other content. Rename or remove one of the two files."
                    .formatted(file, file)));
    assertThat(dir.resolve("a.csv.zst")).hasContent("somebody's");
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  void aKeptFileIsCompressedOnceForEachContent() throws Exception {
    rule.keepOriginal = true;
    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE)).isEqualTo(new Outcome.Done());
    assertThat(rule.start(posix).file("a.csv", Cause.RESCAN))
        .isEqualTo(new Outcome.Skipped("its archive is up to date"));

    Daemon daemon = rule.start(posix);
    daemon.whole(Cause.RESCAN);
    assertThat(daemon.handedOn()).isEmpty();
    assertThat(rule.names()).containsExactly("a.csv", "a.csv.zst");
  }

  @Test
  void aRunOfTheRuleQueuesOnlyFilesThatNeedWork() throws Exception {
    Files.write(dir.resolve("b.csv"), CONTENT);
    Files.createFile(dir.resolve("empty.csv"));

    Daemon daemon = rule.start(posix);

    assertThat(daemon.whole(Cause.START)).isEqualTo(new Outcome.Done());
    assertThat(daemon.handedOn()).containsExactlyInAnyOrder(handedOn("a.csv"), handedOn("b.csv"));
    assertThat(daemon.everything(Cause.START))
        .containsOnly(new Outcome.Done(), new Outcome.Skipped("it no longer exists"));
    assertThat(rule.start(posix).whole(Cause.RESCAN))
        .isEqualTo(new Outcome.Skipped("no file needs work"));
  }

  @Test
  void aRunOfTheRuleRemovesWhatACrashLeftBehind() throws Exception {
    log.expect(Event.RECOVERED_FILE);
    Files.createFile(dir.resolve(".gone.csv.zst.filereeve-compress"));

    rule.start(posix).everything(Cause.START);

    rule.assertReplaced("a.csv", CONTENT);
    assertThat(log.lines(Event.RECOVERED_FILE))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.value("file")).hasValue(dir + "/.gone.csv.zst.filereeve-compress"));
  }

  @Test
  void aScheduledRuleCompressesByScheduleOnly() throws Exception {
    rule.scheduled = true;
    for (Cause cause : new Cause[] {Cause.START, Cause.CHANGE, Cause.RESCAN}) {
      assertThat(rule.start(posix).everything(cause)).isEmpty();
      assertThat(rule.start(posix).file("a.csv", cause))
          .isEqualTo(new Outcome.Skipped("it is compressed only by schedule"));
    }

    rule.start(posix).everything(Cause.SCHEDULE);

    rule.assertReplaced("a.csv", CONTENT);
  }

  @Test
  void aScheduledRuleFinishesAtStartWhatACrashInterrupted() throws Exception {
    log.expect(Event.RECOVERED_FILE);
    rule.keepOriginal = true;
    rule.start(posix).file("a.csv", Cause.CHANGE);
    rule.keepOriginal = false;
    rule.scheduled = true;

    rule.start(posix).everything(Cause.START);

    rule.assertReplaced("a.csv", CONTENT);
  }

  /// A retry counts as due, so only a run that was due may request one.
  @Test
  void aScheduledRuleIsNotRetriedBeforeItsSchedule() throws Exception {
    rule.scheduled = true;
    Files.createFile(dir.resolve(".gone.csv.zst.filereeve-compress"));
    Posix failing = FaultyPosix.failing(posix, 1, Errno.EIO);
    assertThat(rule.start(failing).whole(Cause.START)).isInstanceOf(Outcome.Failed.class);

    failing = FaultyPosix.failing(posix, 1, Errno.EIO);
    assertThat(rule.start(failing).whole(Cause.SCHEDULE)).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void anInterruptedRunLeavesTheFileUnchanged() throws Exception {
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () ->
                rule.start(posix)
                    .file("a.csv", Cause.CHANGE, () -> Thread.currentThread().interrupt()));
    assertThat(rule.names()).containsExactly("a.csv");
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  void longWorkLogsItsProgress() throws Exception {
    Files.write(file, new byte[4 << 20]);
    rule.codec = Codec.GZIP; // four frames
    rule.clock = clock;
    clock.set(changed().plusSeconds(1));

    rule.start(posix).file("a.csv", Cause.CHANGE, () -> clock.advance(Duration.ofSeconds(4)));

    assertThat(log.lines(Event.PROGRESS)).hasSize(2);
    assertThat(log.lines(Event.PROGRESS).getFirst().value("percent")).hasValue("50");
  }

  @Test
  void aFileRunsInTheCompressLaneAndTheRuleInTheScanLane() {
    Daemon daemon = rule.start(posix);
    assertThat(daemon.lane(new Subject.File(file))).isEqualTo(Lane.COMPRESS);
    assertThat(daemon.lane(new Subject.Whole())).isEqualTo(Lane.SCAN);
  }

  private Trigger handedOn(String name) {
    return new Trigger(RuleOnDirectory.RULE, new Subject.File(dir.resolve(name)), Cause.FOLLOW_UP);
  }
}
