package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.kind.rotate.RotateSettings.Create;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import filereeve.testing.FileDates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RotateHandlerTest extends OneLog {
  private static final String STAMP = "app.log-20261121T000000Z";

  @Test
  void aLogThatReachesItsSizeIsRotatedAndLogged() throws Exception {
    Files.writeString(app, "x".repeat(100));
    Rig rig = rig(rule().size(100));

    assertThat(rig.file(app, Cause.CHANGE)).isEqualTo(new Outcome.Done());

    assertThat(Rig.names(directory)).containsExactly(STAMP);
    var line = log.lines(Event.ROTATED).getFirst();
    assertThat(line.value("rule")).contains("rotate.app");
    assertThat(line.value("file")).contains(app.toString());
    assertThat(line.value("archive")).contains(directory.resolve(STAMP).toString());
    assertThat(line.value("cause")).contains("size");
    assertThat(line.value("limit")).isPresent();
  }

  @Test
  void aLogThatIsNotDueCostsALookAtItsAttributesOnly() throws Exception {
    Files.writeString(app, "x".repeat(99));
    var counting = FaultyPosix.counting(posix);
    Rig rig = new Rig(rule().size(100).age(Duration.ofDays(999)).settings(), counting, clock, log);
    int atTheStart = counting.calls().size();

    assertThat(rig.file(app, Cause.CHANGE)).isInstanceOf(Outcome.Skipped.class);

    assertThat(counting.calls()).hasSize(atTheStart + 2).noneMatch(call -> call.startsWith("list"));
  }

  @Test
  void aLogIsRotatedWhenItWasBegunLongEnoughAgo() throws Exception {
    Files.writeString(app, "x");
    Rig rig = rig(rule().age(Duration.ofHours(24)));
    clock.set(FileDates.now().plus(Duration.ofHours(23)));

    assertThat(rig.file(app, Cause.CHANGE)).isInstanceOf(Outcome.Skipped.class);
    clock.advance(Duration.ofHours(2));
    assertThat(rig.file(app, Cause.CHANGE)).isEqualTo(new Outcome.Done());
    assertThat(log.lines(Event.ROTATED).getFirst().value("cause")).contains("age");
    assertThat(log.lines(Event.ROTATED).getFirst().value("limit")).isPresent();
  }

  @Test
  void aLogIsNoOlderThanItsNewestArchive() throws Exception {
    Files.writeString(app, "x");
    Instant later = FileDates.now().plus(Duration.ofHours(30));
    Files.writeString(directory.resolve("app.log.1"), "x");
    Files.setLastModifiedTime(
        directory.resolve("app.log.1"), java.nio.file.attribute.FileTime.from(later));
    clock.set(later.plus(Duration.ofHours(1)));

    assertThat(rig(rule().age(Duration.ofHours(24))).file(app, Cause.CHANGE))
        .isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void aLogWhoseNumbersAreUsedUpIsNotRotatedIntoAFileThatNobodyKnows() throws Exception {
    Files.writeString(app, "x".repeat(100));
    for (int number = 1; number <= 999; number++) {
      Files.writeString(directory.resolve("app.log." + number), "x");
    }

    assertThat(rig(rule().size(100).naming(Naming.NUMBERED)).file(app, Cause.CHANGE))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.why()).contains("Set keep.files"));

    assertThat(Rig.names(directory)).hasSize(1000).contains("app.log");
  }

  @Test
  void rootDoesNotWorkInADirectoryThatOthersMayWrite() throws Exception {
    assumeTrue(posix.effectiveUser() == 0, "only root has to be careful");
    Files.writeString(app, "x".repeat(100));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(rig(rule().size(100)).file(app, Cause.CHANGE))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.why()).contains("Set its mode"));

    assertThat(Rig.names(directory)).containsExactly("app.log");
  }

  @Test
  void aScheduleRotatesAllButEmptyAndSmallLogs() throws Exception {
    Files.writeString(app, "x".repeat(10));
    Files.writeString(directory.resolve("small.log"), "x".repeat(9));
    Files.writeString(directory.resolve("empty.log"), "");

    rig(rule().minSize(10)).whole(Cause.SCHEDULE);

    assertThat(Rig.names(directory)).containsExactly(STAMP, "empty.log", "small.log");
  }

  @Test
  void whatAScheduleAskedForIsDoneByTheRetryAndNotTwice() throws Exception {
    Files.writeString(app, "x");
    Rig rig = rig(rule().after());
    rig.notifyingFails(true);
    clock.set(FileDates.now());
    assertThat(rig.whole(Cause.SCHEDULE)).isInstanceOf(Outcome.Retry.class);
    clock.advance(Duration.ofSeconds(1));
    rig.notifyingFails(false);

    assertThat(rig.whole(Cause.RETRY)).isEqualTo(new Outcome.Done());

    assertThat(rig.notified()).isEqualTo(1);
    assertThat(log.lines(Event.ROTATED)).hasSize(1);
    Files.writeString(app, "y");
    assertThat(rig.whole(Cause.RESCAN)).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void whatAScheduleAskedForStaysAskedForWhileItFails() throws Exception {
    Files.writeString(app, "x");
    var readOnly = new AtomicBoolean(true);
    var posix =
        new FaultyPosix(new LinuxPosix(), new Fault.FailChanges(readOnly::get, Errno.EROFS));
    var rig = new Rig(rule().settings(), posix, clock, log);
    clock.set(FileDates.now());
    assertThat(rig.whole(Cause.SCHEDULE)).isInstanceOf(Outcome.Failed.class);
    clock.advance(Duration.ofMinutes(5));
    assertThat(rig.whole(Cause.RESCAN)).isInstanceOf(Outcome.Failed.class);
    readOnly.set(false);
    clock.advance(Duration.ofMinutes(5));

    assertThat(rig.whole(Cause.RESCAN)).isEqualTo(new Outcome.Done());

    assertThat(log.lines(Event.ROTATED)).hasSize(1);
    Files.writeString(app, "y");
    assertThat(rig.whole(Cause.RESCAN)).isInstanceOf(Outcome.Skipped.class);
  }

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
  void rotationsInOneSecondGetNamesInOrder() throws Exception {
    Rig rig = rig(rule());
    for (int i = 1; i <= 3; i++) {
      Files.writeString(app, "rotation " + i);
      rig.whole(Cause.SCHEDULE);
    }

    assertThat(Rig.names(directory)).containsExactly(STAMP, STAMP + "_02", STAMP + "_03");
    assertThat(Files.readString(directory.resolve(STAMP + "_03"))).isEqualTo("rotation 3");
  }

  @Test
  void numberedArchivesMoveUpAndFillAGap() throws Exception {
    for (String name : List.of("app.log.1", "app.log.2.gz", "app.log.4")) {
      Files.writeString(directory.resolve(name), "");
    }
    Files.writeString(app, "x");

    rig(rule().naming(Naming.NUMBERED)).whole(Cause.SCHEDULE);

    assertThat(Rig.names(directory))
        .containsExactly("app.log.1", "app.log.2", "app.log.3.gz", "app.log.4");
  }

  @Test
  void theNewLogHasTheRotatedOnesModeOrTheWantedOne() throws Exception {
    Files.writeString(app, "x");
    Files.setPosixFilePermissions(app, PosixFilePermissions.fromString("rw-r-----"));
    rig(rule().create()).whole(Cause.SCHEDULE);
    assertThat(Files.getPosixFilePermissions(app))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));

    Files.writeString(app, "x");
    rig(rule().create(new Create(Optional.of(0604), Optional.empty(), Optional.empty())))
        .whole(Cause.SCHEDULE);
    assertThat(Files.getPosixFilePermissions(app))
        .isEqualTo(PosixFilePermissions.fromString("rw----r--"));
  }

  @Test
  void anUnknownOwnerIsAnErrorBeforeAnythingIsTouched() throws Exception {
    Files.writeString(app, "x");
    var create = new Create(Optional.empty(), Optional.of("no-such-user"), Optional.empty());

    assertThat(rig(rule().create(create)).whole(Cause.SCHEDULE))
        .isEqualTo(
            new Outcome.Failed(
                "cannot rotate the logs in %s: the user \"no-such-user\" does not exist. Create it, or change \"create\"."
                    .formatted(directory)));
    assertThat(Rig.names(directory)).containsExactly("app.log");
  }

  @Test
  void archivesGoIntoADirectoryThatIsMadeLikeTheLogsOwn() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
    Files.writeString(app, "x");

    rig(rule().archiveDir("old").compress(Codec.GZIP)).wholeAndDrain(Cause.SCHEDULE);

    assertThat(Rig.names(directory)).containsExactly("old/" + STAMP + ".gz");
    assertThat(Files.getPosixFilePermissions(directory.resolve("old")))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
  }

  /// Its disk may not be mounted: the archives would be hidden once it is.
  @Test
  void anAbsoluteArchiveDirectoryIsCreatedOnRequestOnly() throws Exception {
    Path elsewhere = directory.resolve("disk/elsewhere");
    Files.writeString(app, "x");
    RuleBuilder rule = rule().archiveDir(elsewhere.toString());

    assertThat(rig(rule.mustExist()).whole(Cause.SCHEDULE))
        .isEqualTo(
            new Outcome.Failed(
                "cannot rotate %s: the archive directory %s does not exist. Mount its disk, or create it, or set \"create_archive_dir: true\"."
                    .formatted(app, elsewhere)));
    assertThat(Rig.names(directory)).containsExactly("app.log");
    assertThat(elsewhere.getParent()).doesNotExist();

    assertThat(rig(rule.mayBeCreated()).whole(Cause.SCHEDULE)).isEqualTo(new Outcome.Done());
    assertThat(Rig.names(directory)).containsExactly("disk/elsewhere/" + STAMP);
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
  void archivesStayArchivesWhenSettingsChange() throws Exception {
    Files.writeString(directory.resolve("app.log-20261101"), "logrotate's");
    for (Codec codec : Codec.values()) {
      for (Naming naming : List.of(Naming.DATED, Naming.NUMBERED)) {
        Files.writeString(app, "x");
        rig(rule().naming(naming).compress(codec)).wholeAndDrain(Cause.SCHEDULE);
        clock.advance(Duration.ofSeconds(1));
      }
    }
    assertThat(Rig.names(directory)).hasSize(1 + 2 * Codec.values().length);

    rig(rule().keepFiles(2)).whole(Cause.RESCAN);

    assertThat(Rig.names(directory)).hasSize(2);
    assertThat(log.lines(Event.REMOVED)).hasSize(2 * Codec.values().length - 1);
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
  void aGlobThatNamesEverythingNeverTakesArchives() throws Exception {
    Rig rig = rig(RuleBuilder.of(directory, "*").naming(Naming.NUMBERED));
    Files.writeString(app, "x");

    for (int i = 0; i < 3; i++) {
      rig.whole(Cause.SCHEDULE);
    }

    assertThat(Rig.names(directory)).containsExactly("app.log.1");
    assertThat(rig.file(directory.resolve("app.log.1"), Cause.CHANGE))
        .isInstanceOf(Outcome.Skipped.class);
    assertThat(rig.claims().isOurs(directory.resolve("app.log.1"))).isTrue();
    assertThat(rig.claims().isOurs(app)).isFalse();
  }

  @Test
  void linksAreSkippedAndReportedOnce() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Path target = directory.resolve("target");
    Files.writeString(target, "x");
    Files.createSymbolicLink(directory.resolve("symbolic.log"), target);
    Files.createLink(directory.resolve("hard.log"), target);
    Rig rig = rig(rule());

    rig.whole(Cause.SCHEDULE);
    rig.whole(Cause.SCHEDULE);

    assertThat(log.lines(Event.ROTATED)).isEmpty();
    assertThat(log.lines(Event.SKIPPED_UNSAFE)).hasSize(2);
    assertThat(log.lines(Event.SKIPPED_UNSAFE).getLast().value("why").orElseThrow())
        .contains("is a symbolic link");
  }

  @Test
  void whatCanBeExecutedIsNoLogUnlessItIsNamed() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Files.writeString(app, "x");
    Files.setPosixFilePermissions(app, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(directory.resolve("script.log"), "#!/bin/sh\n");

    Rig wildcard = rig(rule());
    wildcard.whole(Cause.SCHEDULE);
    wildcard.whole(Cause.SCHEDULE);

    assertThat(Rig.names(directory)).containsExactly("app.log", "script.log");
    assertThat(log.lines(Event.SKIPPED_UNSAFE)).hasSize(2);
    assertThat(log.lines(Event.SKIPPED_UNSAFE).getFirst().value("why").orElseThrow())
        .isEqualTo(
            "cannot rotate %s: it can be executed (mode 0755), and only a wildcard leads to it. If it is no program, run: chmod a-x %s. Else name it in \"files\", or set \"executables: accept\"."
                .formatted(app, app));
    rig(RuleBuilder.of(directory, "app.log")).whole(Cause.SCHEDULE);
    rig(rule().acceptingExecutables()).whole(Cause.SCHEDULE);
    assertThat(Rig.names(directory)).containsExactly(STAMP, "script.log-20261121T000000Z");
  }

  @Test
  void logsWhoseNamesChangeEachTimeAreReportedOnce() throws Exception {
    log.expect(Event.CHANGING_NAMES);
    Files.writeString(directory.resolve("app-2026-11-28.log"), "x");
    Rig rig = rig(rule().keepFiles(3));
    rig.whole(Cause.RESCAN);
    assertThat(log.lines(Event.CHANGING_NAMES)).isEmpty();

    Files.writeString(directory.resolve("app-2026-11-29.log"), "x");
    rig.whole(Cause.RESCAN);
    rig.whole(Cause.RESCAN);

    assertThat(log.lines(Event.CHANGING_NAMES)).hasSize(1);
    assertThat(log.lines(Event.CHANGING_NAMES).getFirst().value("why").orElseThrow())
        .contains("differ in a date or number only", "Compress such logs by a \"compress\" rule");
  }

  @Test
  void theLookAtTheStartHandsOverWhatIsDue() throws Exception {
    Files.writeString(app, "x");
    Files.writeString(directory.resolve("app.log.3"), "y");
    Rig rig = rig(rule().size(1).compress(Codec.GZIP));

    rig.whole(Cause.START);

    assertThat(Rig.names(directory)).containsExactly("app.log", "app.log.3");
    assertThat(rig.queued())
        .containsExactlyInAnyOrder(
            new Trigger(RuleBuilder.NAME, RotateSubjects.archives(directory), Cause.FOLLOW_UP),
            new Trigger(RuleBuilder.NAME, new Subject.Whole(), Cause.FOLLOW_UP));
    rig.drain();
    assertThat(Rig.names(directory)).containsExactly(STAMP + ".gz", "app.log.3.gz");
  }

  @Test
  void aLogWhoseArchivesWouldHaveTooLongNamesIsRefusedInTheSameWordsEachTime() throws Exception {
    Path tooLong = directory.resolve("n".repeat(236) + ".log");
    Files.writeString(tooLong, "x");
    Rig rig = rig(rule());

    Outcome first = rig.whole(Cause.SCHEDULE);
    clock.advance(Duration.ofMinutes(5));

    assertThat(first).isInstanceOf(Outcome.Failed.class);
    assertThat(rig.whole(Cause.SCHEDULE)).isEqualTo(first);
    assertThat(tooLong).exists();
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

  @Test
  void whereThereIsNoLogAndNoDirectoryNothingIsSaid() throws Exception {
    assertThat(rig(rule()).whole(Cause.SCHEDULE)).isInstanceOf(Outcome.Skipped.class);
    assertThat(rig(RuleBuilder.of(directory, "missing/*.log")).whole(Cause.SCHEDULE))
        .isInstanceOf(Outcome.Skipped.class);
    assertThat(rig(rule().size(1)).file(directory.resolve("no/app.log"), Cause.CHANGE))
        .isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void tenThousandLogsInOneDirectoryAreListedOnceAndInspectedOnce() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      Files.createFile(directory.resolve(i + ".log"));
    }
    var counting = FaultyPosix.counting(posix);

    new Rig(rule().size(100).compress(Codec.ZSTD).settings(), counting, clock, log)
        .whole(Cause.START);

    assertThat(counting.calls()).filteredOn(call -> call.startsWith("list")).hasSize(1);
    assertThat(counting.calls()).hasSizeLessThan(10_000 + 20);
  }

  @Test
  void whereTooManyFilesAreOfTheRuleItsDirectoryIsRefusedAndOthersAreNot() throws Exception {
    Path crowded = Files.createDirectory(directory.resolve("crowded"));
    for (int i = 0; i <= LogListing.MOST; i++) {
      Files.createFile(crowded.resolve(i + ".log"));
    }
    Files.writeString(app, "x".repeat(100));

    Outcome outcome =
        new Rig(RuleBuilder.of(directory, "**/*.log").size(100).settings(), posix, clock, log)
            .whole(Cause.RESCAN);

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).why())
        .contains("more than 50,000 files in " + crowded + " are logs or archives of one rule");
    assertThat(Rig.names(directory)).contains("app.log-20261121T000000Z");
  }

  @Test
  void aRotationOpensAndListsItsDirectoryOnce() throws Exception {
    Files.writeString(app, "x".repeat(100));
    Files.writeString(directory.resolve("app.log.1"), "x");
    Files.writeString(directory.resolve("app.log.2"), "x");
    var counting = FaultyPosix.counting(posix);
    RuleBuilder rule =
        rule().size(100).naming(Naming.NUMBERED).create().keepFiles(2).compress(Codec.ZSTD);

    new Rig(rule.settings(), counting, clock, log).file(app, Cause.CHANGE);

    assertThat(Rig.names(directory)).containsExactly("app.log", "app.log.1", "app.log.2");
    assertThat(counting.calls())
        .filteredOn(call -> call.startsWith("list") || call.startsWith("openDirectory"))
        .filteredOn(call -> !call.contains(".state"))
        .hasSize(2);
  }
}
