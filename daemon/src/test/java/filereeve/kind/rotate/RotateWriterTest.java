package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.telemetry.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who writes a log that is rotated: is notified, and not disturbed.
class RotateWriterTest extends OneLog {

  @Test
  void theWriterIsNotifiedOnceForAllLogsOfARun() throws Exception {
    for (int i = 0; i < 5; i++) {
      Files.writeString(directory.resolve(i + ".log"), "x");
    }
    Rig rig = rig(rule().after());

    rig.whole(Cause.SCHEDULE);

    assertThat(rig.notified()).isEqualTo(1);
    rig.whole(Cause.RESCAN);
    assertThat(rig.notified()).isEqualTo(1);
  }

  @Test
  void aWriterThatCouldNotBeNotifiedIsNotifiedByTheRetry() throws Exception {
    Files.writeString(app, "x".repeat(10));
    Rig rig = rig(rule().size(10).after());
    rig.notifyingFails(true);

    assertThat(rig.file(app, Cause.CHANGE))
        .isEqualTo(
            new Outcome.Retry(
                "cannot notify the writer of the logs of rotate.app: the program does not listen."
                    + " Start it. It continues to write to the archive."));
    assertThat(Rig.names(directory)).containsExactly(".app.log.filereeve-notify", STAMP);

    rig.notifyingFails(false);
    assertThat(rig.file(app, Cause.RETRY)).isEqualTo(new Outcome.Done());
    assertThat(rig.notified()).isEqualTo(1);
    assertThat(Rig.names(directory)).containsExactly(STAMP);
  }

  @Test
  void aWriterIsNotifiedThoughTheDirectoryOfItsLogIsGone() throws Exception {
    Path logs = Files.createDirectory(directory.resolve("logs"));
    Path gone = Files.writeString(logs.resolve("app.log"), "x".repeat(10));
    Rig rig = rig(RuleBuilder.of(directory, "*/*.log").size(10).after());
    rig.notifyingFails(true);
    assertThat(rig.file(gone, Cause.CHANGE)).isInstanceOf(Outcome.Retry.class);
    Files.move(logs, directory.resolve("elsewhere"));
    rig.notifyingFails(false);

    assertThat(rig.file(gone, Cause.RETRY)).isEqualTo(new Outcome.Done());

    assertThat(rig.notified()).isEqualTo(1);
  }

  @Test
  void aFailureThatAnotherLogsRunHasMendedIsOver() throws Exception {
    Path other = Files.writeString(directory.resolve("other.log"), "x".repeat(10));
    Files.writeString(app, "x".repeat(10));
    Rig rig = rig(rule().size(10).after());
    rig.notifyingFails(true);
    assertThat(rig.file(app, Cause.CHANGE)).isInstanceOf(Outcome.Retry.class);
    rig.notifyingFails(false);

    assertThat(rig.file(other, Cause.CHANGE)).isEqualTo(new Outcome.Done());

    assertThat(rig.notified()).isEqualTo(1);
    assertThat(rig.file(app, Cause.RETRY)).isEqualTo(new Outcome.Done());
    assertThat(rig.file(app, Cause.CHANGE)).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void anArchiveIsCompressedWhenItsWriterHasClosedIt() throws Exception {
    try (var writer = new Writer(app)) {
      writer.write(100);
      Rig rig = rig(rule().compress(Codec.ZSTD));
      rig.whole(Cause.SCHEDULE);

      assertThat(rig.archives(directory)).isInstanceOf(Outcome.Deferred.class);
      writer.reopen();
      assertThat(rig.archives(directory)).isEqualTo(new Outcome.Done());

      assertThat(Rig.names(directory)).containsExactly("app.log", STAMP + ".zst");
      assertThat(log.lines(Event.COMPRESSED).getFirst().value("archive"))
          .contains(directory.resolve(STAMP + ".zst").toString());
    }
  }

  @Test
  void atTheStartAWriterThatStillHasTheArchiveOpenIsNotified() throws Exception {
    try (var writer = new Writer(app)) {
      writer.write(1);
      Files.move(app, directory.resolve(STAMP));
      Rig rig = new Rig(rule().after().settings(), posix, clock, log, writer::reopen);

      rig.whole(Cause.START);

      assertThat(rig.notified()).as("a command that hangs must not hold up the start").isZero();
      rig.drain();
      assertThat(rig.notified()).isEqualTo(1);
      assertThat(app).exists();
      rig.wholeAndDrain(Cause.START);
      assertThat(rig.notified()).isEqualTo(1);
    }
  }

  /// Whether the archives are to be compressed, the newest is not, or none is.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aWriterThatHasNotReopenedItsLogIsReportedOnce(int compressed) throws Exception {
    log.expect(Event.STILL_WRITTEN);
    Path archive = directory.resolve(STAMP);
    Optional<Codec> codec = compressed == 2 ? Optional.empty() : Optional.of(Codec.GZIP);
    Rig rig = rig(rule().compress(codec, compressed).after());
    try (var writer = new Writer(archive)) {
      writer.write(1);

      rig.whole(Cause.RESCAN);
      rig.archives(directory);
      assertThat(log.lines(Event.STILL_WRITTEN)).isEmpty();
      clock.advance(Duration.ofMinutes(11));
      rig.archives(directory);
      rig.whole(Cause.RESCAN);
      rig.archives(directory);
      rig.whole(Cause.RESCAN);

      assertThat(log.lines(Event.STILL_WRITTEN)).hasSize(1);
      assertThat(log.lines(Event.STILL_WRITTEN).getFirst().value("why").orElseThrow())
          .startsWith("java (" + ProcessHandle.current().pid() + ") still writes to this archive")
          .contains("Let \"after\" make it reopen the log");
    }
  }

  @Test
  void whoHasReopenedItsLogIsNotReported() throws Exception {
    Files.writeString(directory.resolve(STAMP), "x");
    Rig rig = rig(rule());
    clock.advance(Duration.ofMinutes(11));

    rig.whole(Cause.RESCAN);

    assertThat(log.lines(Event.STILL_WRITTEN)).isEmpty();
  }

  @Test
  void retentionKeepsAnArchiveThatIsStillWritten() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Path archive = directory.resolve(STAMP);
    Files.writeString(directory.resolve("app.log-20261121T130000Z.zst"), ""); // the newest is kept
    Rig rig = rig(rule().keepAge(Duration.ofDays(1)));
    try (var writer = new Writer(archive)) {
      writer.write(1);
      clock.advance(Duration.ofDays(2));

      rig.whole(Cause.RESCAN);
      rig.whole(Cause.RESCAN);

      assertThat(archive).exists();
      assertThat(log.lines(Event.SKIPPED_UNSAFE)).hasSize(1);
    }
    rig.whole(Cause.RESCAN);
    assertThat(archive).doesNotExist();
  }
}
