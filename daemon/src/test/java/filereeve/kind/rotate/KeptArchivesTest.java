package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Which archives a run removes, compresses or keeps plain.
class KeptArchivesTest extends OneLog {

  @Test
  void nothingIsRemovedForItsAgeWhileTheClockIsNotTrusted() throws Exception {
    Files.writeString(directory.resolve("app.log-20250101T000000Z.zst"), "");
    Files.writeString(directory.resolve("app.log-20261120T000000Z.zst"), "");
    Rig rig = rig(rule().keepAge(Duration.ofDays(30)));
    rig.clockIsTrusted(false);
    rig.whole(Cause.RESCAN);
    assertThat(Rig.names(directory)).hasSize(2);
    rig.clockIsTrusted(true);
    rig.whole(Cause.RESCAN);
    assertThat(Rig.names(directory)).containsExactly("app.log-20261120T000000Z.zst");
  }

  @Test
  void datesInTheFutureAreReportedOnce() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Path future = Files.writeString(directory.resolve("app.log-20991231T000000Z.zst"), "");
    Files.setLastModifiedTime(future, FileTime.from(Instant.parse("2099-12-31T00:00:00Z")));
    Rig rig = rig(rule().keepAge(Duration.ofDays(30)));
    rig.whole(Cause.RESCAN);
    rig.whole(Cause.RESCAN);
    assertThat(future).exists();
    assertThat(log.lines(Event.SKIPPED_UNSAFE)).hasSize(1);
    assertThat(log.lines(Event.SKIPPED_UNSAFE).getFirst().value("why").orElseThrow())
        .contains("dated in the future");
  }

  @Test
  void whatRetentionIsAboutToRemoveIsNotCompressed() throws Exception {
    Files.writeString(app, "");
    for (int day = 10; day < 18; day++) {
      Files.writeString(directory.resolve("app.log-202611%dT000000Z".formatted(day)), "x");
    }
    Rig rig = rig(rule().keepFiles(3).compress(Codec.GZIP));

    rig.archives(directory); // before retention has got to them

    assertThat(log.lines(Event.COMPRESSED)).hasSize(3);
  }

  @Test
  void whatRetentionRemovesDuringACompressionIsNoFailure() throws Exception {
    Files.writeString(app, "");
    Path archive = Files.writeString(directory.resolve("app.log-20261110T000000Z"), "x");
    var posix =
        BetweenCalls.of(
            new LinuxPosix(),
            (name, arguments, call) -> {
              if (name.equals("open") && archive.getFileName().equals(arguments[1])) {
                Files.deleteIfExists(archive);
              }
              return call.make();
            });
    var rig = new Rig(rule().compress(Codec.GZIP).settings(), posix, clock, log);

    assertThat(rig.archives(directory)).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void theNewestArchivesAreLeftPlainOnRequest() throws Exception {
    Rig rig = rig(rule().compress(Optional.of(Codec.GZIP), 1));
    for (int i = 0; i < 3; i++) {
      Files.writeString(app, "x");
      rig.wholeAndDrain(Cause.SCHEDULE);
    }

    assertThat(Rig.names(directory))
        .containsExactly(STAMP + ".gz", STAMP + "_02.gz", STAMP + "_03");
  }

  /// It is immutable, for example.
  @Test
  void anArchiveThatCannotBeRemovedKeepsNoOther() throws Exception {
    for (int day = 1; day <= 5; day++) {
      Files.writeString(directory.resolve("app.log-2026110%dT000000Z".formatted(day)), "x");
    }
    var refused = new AtomicInteger();
    Posix immutable =
        BetweenCalls.of(
            new LinuxPosix(),
            (called, arguments, call) -> {
              if (called.equals("unlink") && arguments[1].toString().contains("2026110")) {
                String name = arguments[1].toString();
                if (name.contains("01T") || name.contains("03T")) {
                  refused.incrementAndGet();
                  throw new PosixException("unlink", name, Errno.EPERM);
                }
              }
              return call.make();
            });

    Outcome outcome =
        new Rig(rule().keepFiles(2).settings(), immutable, clock, log).whole(Cause.RESCAN);

    assertThat(Rig.names(directory))
        .containsExactly(
            "app.log-20261101T000000Z",
            "app.log-20261103T000000Z",
            "app.log-20261104T000000Z",
            "app.log-20261105T000000Z");
    assertThat(refused).hasValue(2);
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.toString()).containsOnlyOnce("20261101T").containsOnlyOnce("20261103T");
  }

  @Test
  void archivesAgeOutWithoutARotation() throws Exception {
    Files.writeString(directory.resolve("app.log-20261001T000000Z.zst"), "old");
    Files.writeString(directory.resolve("app.log-20261120T000000Z.zst"), "new");
    Files.writeString(directory.resolve("other-20261001T000000Z.zst"), "of no log of the rule");

    rig(rule().keepAge(Duration.ofDays(30))).whole(Cause.RESCAN);

    assertThat(Rig.names(directory))
        .containsExactly("app.log-20261120T000000Z.zst", "other-20261001T000000Z.zst");
    assertThat(log.lines(Event.REMOVED).getFirst().value("why")).contains("keep.age");
  }

  @Test
  void anArchiveThatWasReplacedIsRemovedAndAnotherProgramsHalfOneIsKept() throws Exception {
    log.expect(Event.RECOVERED_FILE);
    Files.writeString(app, "x".repeat(1000));
    Rig rig = rig(rule().compress(Codec.GZIP).naming(Naming.NUMBERED));
    rig.wholeAndDrain(Cause.SCHEDULE);
    Files.writeString(directory.resolve("app.log.1"), "x".repeat(1000));
    Files.writeString(directory.resolve("app.log.2"), "y".repeat(1000));
    Files.write(directory.resolve("app.log.2.gz"), new byte[] {31, (byte) 139, 8, 0});
    Files.writeString(app, "");

    rig.wholeAndDrain(Cause.RESCAN);

    assertThat(Rig.names(directory))
        .containsExactly("app.log", "app.log.1.gz", "app.log.2", "app.log.2.gz");
  }
}
