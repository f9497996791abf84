package filereeve.kind.compress;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.kind.compress.RuleOnDirectory.Daemon;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// A file is compressed once nobody writes it and it has been quiet for long enough.
class QuietFileTest extends OneFile {
  @Test
  void aFileThatIsBeingWrittenIsDeferredAndNothingIsLost() throws Exception {
    try (var writer = Files.newOutputStream(file, APPEND)) {
      assertThat(rule.start(posix).file("a.csv", Cause.CHANGE))
          .isEqualTo(
              new Outcome.Deferred(Duration.ofSeconds(5), "a process has it open for writing"));
      writer.write(CONTENT);
    }
    byte[] all = Files.readAllBytes(file);

    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE)).isEqualTo(new Outcome.Done());
    rule.assertReplaced("a.csv", all);
  }

  @Test
  void anIdleWriterIsCheckedLessOften() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    rule.clock = clock;
    try (var _ = Files.newOutputStream(file, APPEND)) {
      clock.set(changed().plusSeconds(60));
      assertThat(rule.start(posix).file("a.csv", Cause.CHANGE))
          .isEqualTo(
              new Outcome.Deferred(Duration.ofMinutes(1), "a process has it open for writing"));
      clock.set(changed().plusSeconds(86_400));
      assertThat(rule.start(posix).file("a.csv", Cause.CHANGE))
          .isEqualTo(
              new Outcome.Deferred(Duration.ofMinutes(5), "a process has it open for writing"));
    }
  }

  @Test
  void aWriterThatOpensTheFileDuringCompressionDefersIt() throws Exception {
    Runnable append =
        () -> {
          try {
            Files.write(file, new byte[] {'x'}, APPEND);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };

    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE, append))
        .isInstanceOf(Outcome.Deferred.class);
    assertThat(rule.names()).containsExactly("a.csv");

    byte[] all = Files.readAllBytes(file);
    rule.start(posix).file("a.csv", Cause.CHANGE);
    rule.assertReplaced("a.csv", all);
  }

  @Test
  void aFileIsDeferredUntilItWasQuietForLongEnough() throws Exception {
    rule.clock = clock;
    rule.quiet = Duration.ofSeconds(10);
    clock.set(changed().plusSeconds(4));
    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE))
        .isEqualTo(new Outcome.Deferred(Duration.ofSeconds(6), "it has just changed"));

    clock.set(changed().plusSeconds(10));
    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE)).isEqualTo(new Outcome.Done());
  }

  /// As `cp -p` and `rsync -t` leave it: more of it may follow.
  @Test
  void aFileThatWasCopiedWithItsTimesHasJustChanged() throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    rule.clock = clock;
    rule.quiet = Duration.ofSeconds(10);
    clock.set(changed().plusSeconds(4));

    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE))
        .isEqualTo(new Outcome.Deferred(Duration.ofSeconds(6), "it has just changed"));
  }

  @Test
  void aModificationTimeInTheFutureDoesNotDelayAFile() throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2099-01-01T00:00:00Z")));
    rule.clock = clock;
    rule.quiet = Duration.ofSeconds(10);
    clock.set(changed().plusSeconds(10));

    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE)).isEqualTo(new Outcome.Done());
  }

  @Test
  void aClockThatWasSetBackDelaysAFileByTheQuietTimeAtMost() throws Exception {
    rule.clock = clock;
    rule.quiet = Duration.ofSeconds(10);
    Daemon daemon = rule.start(posix);
    clock.set(changed().minusSeconds(30));
    assertThat(daemon.file("a.csv", Cause.CHANGE))
        .isEqualTo(new Outcome.Deferred(Duration.ofSeconds(10), "it has just changed"));
    clock.set(changed().minusSeconds(3600));
    assertThat(daemon.file("a.csv", Cause.CHANGE)).isEqualTo(new Outcome.Done());
  }

  @Test
  void aFileThatIsNeverClosedIsLoggedOnceAfterAnHour() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    rule.clock = clock;
    clock.set(changed());
    Daemon daemon = rule.start(posix);
    try (var _ = Files.newOutputStream(file, APPEND)) {
      clock.advance(Duration.ofMinutes(50));
      daemon.file("a.csv", Cause.RESCAN);
      assertThat(log.lines(Event.SKIPPED_UNSAFE)).isEmpty();

      clock.advance(Duration.ofMinutes(20));
      daemon.file("a.csv", Cause.RESCAN);
      assertThat(daemon.file("a.csv", Cause.RESCAN)).isInstanceOf(Outcome.Deferred.class);
    }
    assertThat(log.lines(Event.SKIPPED_UNSAFE))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.value("why").orElseThrow())
                    .startsWith("cannot compress " + file + ": a process has it open for writing")
                    .contains("Make the program close it"));
    clock.advance(Duration.ofHours(1));
    assertThat(daemon.file("a.csv", Cause.RESCAN)).isEqualTo(new Outcome.Done());
  }
}
