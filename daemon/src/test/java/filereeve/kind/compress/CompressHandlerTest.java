package filereeve.kind.compress;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.codec.Codec;
import filereeve.dispatch.Lane;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.kind.compress.RuleOnDirectory.Daemon;
import filereeve.posix.Account;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.Swapper;
import filereeve.replace.Existing;
import filereeve.rule.Access;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import filereeve.testing.LogLines;
import filereeve.testing.OtherUser;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressHandlerTest {
  private static final byte[] CONTENT = LogLines.bytes(300_000);

  @RegisterExtension final RecordingLog log = new RecordingLog();
  private final Posix posix = new LinuxPosix();
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");
  @TempDir private Path dir;
  private Path file;
  private RuleOnDirectory rule;

  @BeforeEach
  void aRuleAndAFile() throws IOException {
    rule = new RuleOnDirectory(dir, log);
    file = Files.write(dir.resolve("a.csv"), CONTENT);
  }

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

  @Test
  void filesThatAreNotInputAreSkipped() throws Exception {
    Files.createFile(dir.resolve("empty.csv"));
    Files.createSymbolicLink(dir.resolve("link.csv"), file);
    Files.write(dir.resolve("b.txt"), CONTENT);
    Files.createDirectory(dir.resolve("directory.csv"));
    for (String name : new String[] {"empty.csv", "link.csv", "b.txt", "directory.csv"}) {
      assertThat(rule.start(posix).file(name, Cause.CHANGE))
          .as(name)
          .isInstanceOf(Outcome.Skipped.class);
    }
    rule.start(posix).everything(Cause.START);
    assertThat(rule.names())
        .containsExactly("a.csv.zst", "b.txt", "directory.csv", "empty.csv", "link.csv");
  }

  @Test
  void programsAreSkippedUnlessTheyAreNamed() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Path program = Files.write(dir.resolve("program.csv"), CONTENT);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(dir.resolve("script.csv"), "#!/bin/sh\n");
    Files.write(dir.resolve("library.csv"), elf(3));
    Files.write(dir.resolve("core.csv"), elf(4));

    rule.start(posix).everything(Cause.START);

    assertThat(rule.names())
        .containsExactly("a.csv.zst", "core.csv.zst", "library.csv", "program.csv", "script.csv");
    assertThat(log.lines(Event.SKIPPED_UNSAFE)).hasSize(3);
    rule.access = new Access(Optional.empty(), false, true);
    rule.start(posix).everything(Cause.START);
    assertThat(rule.names()).allMatch(name -> name.endsWith(".zst"));
  }

  /// @param type 2 is a program, 3 a library or program, 4 a core dump
  private static byte[] elf(int type) {
    byte[] file = new byte[64];
    System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, file, 0, 7);
    file[16] = (byte) type;
    return file;
  }

  @Test
  void archivesAndTemporaryFilesAreNeverInputWhateverTheGlob() {
    for (String name : new String[] {"a.zst", "a.gz", ".a.zst.filereeve-compress"}) {
      assertThat(settingsForAll().isInput(dir.resolve(name), RuleOnDirectory.claims(dir + "/*")))
          .as(name)
          .isFalse();
    }
    assertThat(settingsForAll().isInput(dir.resolve("a"), RuleOnDirectory.claims(dir + "/*")))
        .isTrue();
  }

  @Test
  void aFileWithTwoNamesFailsWithTheRemedy() throws Exception {
    Files.createLink(dir.resolve("other"), file);
    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE))
        .isEqualTo(
            new Outcome.Failed(
                "cannot compress "
                    + file
                    + ": it has 2 names (hard links), and the others would still refer to the"
                    + " old content. Remove the other names."));
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
  void rootDoesNotWorkInADirectoryThatOthersCanWrite() throws Exception {
    assumeTrue(posix.effectiveUser() == 0, "only root has to be careful");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.why())
                    .startsWith("cannot compress " + file + ": the directory " + dir)
                    .endsWith(
                        "or set \"user\" to a user who can write to it, or \"unsafe_directory:"
                            + " accept\"."));
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  void withAUserItWorksThereWithThatUsersPermissions() throws Exception {
    assumeTrue(posix.effectiveUser() == 0, "only root may act as another user");
    int nobody = posix.userId("nobody").orElseThrow();
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setAttribute(file, "unix:uid", nobody);
    Files.setAttribute(file, "unix:gid", posix.groupId("nogroup").orElseThrow());
    Path secret = Files.write(dir.resolve("secret.csv"), CONTENT);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    rule.access = new Access(Optional.of(new Account("nobody", Optional.empty())), false, false);

    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE)).isEqualTo(new Outcome.Done());
    assertThat(rule.start(posix).file("secret.csv", Cause.CHANGE).toString())
        .contains("Permission denied");

    assertThat(rule.names()).containsExactly("a.csv.zst", "secret.csv");
    assertThat(Files.getAttribute(dir.resolve("a.csv.zst"), "unix:uid")).isEqualTo(nobody);
  }

  @Test
  void aThirdUsersFileInADirectoryOfAnotherIsSkipped() throws Exception {
    assumeTrue(posix.effectiveUser() == 0, "only root has to be careful");
    log.expect(Event.SKIPPED_UNSAFE);
    Files.setAttribute(dir, "unix:uid", 4711);
    Files.setAttribute(file, "unix:uid", 4712);

    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE)).isInstanceOf(Outcome.Skipped.class);
    assertThat(log.lines(Event.SKIPPED_UNSAFE).getFirst().value("why").orElseThrow())
        .contains("it belongs to user 4712, and the directory to user 4711");
    assertThat(rule.names()).containsExactly("a.csv");

    Files.setAttribute(file, "unix:uid", 0);
    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE)).isEqualTo(new Outcome.Done());
  }

  /// With root's own permissions, and at full speed.
  @Test
  @Tag("slow")
  void whateverAnotherUserSwapsNothingOutsideOfItChanges() throws Exception {
    log.expect(Event.values());
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    var user = new OtherUser(Files.createDirectory(dir.resolve("tree")));
    var his = new RuleOnDirectory(user.logs(), log);
    int compressed = 0;
    try (Swapper swapper = user.swapping()) {
      for (int round = 0; round < 150; round++) {
        user.write("a.csv", "x,y\n".repeat(2000));
        Daemon daemon = his.start(posix);
        compressed += daemon.file("a.csv", Cause.CHANGE) instanceof Outcome.Done ? 1 : 0;
        daemon.everything(Cause.RESCAN);
      }
      assertThat(swapper.swaps()).isPositive();
    }
    assertThat(compressed).isPositive();
    user.assertReachedNothing();
  }

  @Test
  void aDirectoryThatOthersCanWriteCanBeAccepted() throws Exception {
    assumeTrue(posix.effectiveUser() == 0, "only root has to be careful");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
    rule.access = new Access(Optional.empty(), true, false);

    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE)).isEqualTo(new Outcome.Done());
  }

  @Test
  void aFileRunsInTheCompressLaneAndTheRuleInTheScanLane() {
    Daemon daemon = rule.start(posix);
    assertThat(daemon.lane(new Subject.File(file))).isEqualTo(Lane.COMPRESS);
    assertThat(daemon.lane(new Subject.Whole())).isEqualTo(Lane.SCAN);
  }

  private Instant changed() throws IOException {
    return ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
  }

  private Trigger handedOn(String name) {
    return new Trigger(RuleOnDirectory.RULE, new Subject.File(dir.resolve(name)), Cause.FOLLOW_UP);
  }

  private CompressSettings settingsForAll() {
    return rule.settings(dir + "/{*,.*}");
  }
}
