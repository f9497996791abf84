package filereeve.kind.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.kind.compress.RuleOnDirectory.Daemon;
import filereeve.posix.Account;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import filereeve.posix.Swapper;
import filereeve.rule.Access;
import filereeve.telemetry.Event;
import filereeve.testing.Durability;
import filereeve.testing.OtherUser;
import filereeve.testing.Writable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a compress rule takes for its input, and in whose directories.
class CompressInputTest extends OneFile {
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
  void aScanThatCannotReadADirectoryHasFailed() throws Exception {
    rule.watched =
        (_, _) -> {
          throw new PosixException("open", dir.toString(), Errno.EACCES);
        };
    assertThat(rule.start(posix).whole(Cause.RESCAN))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.why())
                    .startsWith("cannot inspect " + dir)
                    .contains("Permission denied"));
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

  @ParameterizedTest
  @EnumSource
  void rootDoesNotWorkInADirectoryThatOthersCanWrite(Writable who) throws Exception {
    who.make(dir);
    Files.createFile(dir.resolve(".b.csv.zst.filereeve-compress"));
    rule.start(posix).everything(Cause.START);
    rule.start(posix).everything(Cause.RESCAN);

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
    assertThat(rule.names()).containsExactly(".b.csv.zst.filereeve-compress", "a.csv");
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
        Daemon daemon = his.start(Durability.unwatched(posix));
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

  private CompressSettings settingsForAll() {
    return rule.settings(dir + "/{*,.*}");
  }
}
