package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.kind.rotate.RotateSettings.Create;
import filereeve.posix.AccessList;
import filereeve.telemetry.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Root rotates logs in a directory of another user, by a rule without `user`: which directories it
/// trusts, and whose files and directories come of it.
class OtherUsersDirectoryTest extends OtherUsersLogs {
  /// By its mode, only root's group can.
  @Test
  void aDirectoryWhoseAccessListLetsOthersWriteIsRefused() throws Exception {
    user.write("a.log", "a line\n");
    Files.setAttribute(user.logs(), "unix:uid", 0);
    Files.setAttribute(user.logs(), "unix:gid", 0);
    AccessList.letWrite(user.logs(), 4711);

    assertThat(rig(rule(), root).whole(Cause.SCHEDULE).toString())
        .contains("is writable by users of its access control list");
  }

  @Test
  void aThirdUsersLogInHisDirectoryIsSkipped() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    user.write("a.log", "a line\n");
    Files.setAttribute(user.logs().resolve("a.log"), "unix:uid", 4711);
    Files.writeString(user.logs().resolve("root.log"), "a line\n");

    rig(rule(), root).whole(Cause.SCHEDULE);

    assertThat(Rig.names(user.logs())).containsExactly("a.log", "root.log-20261121T000000Z");
    assertThat(log.lines(Event.SKIPPED_UNSAFE).getFirst().value("why").orElseThrow())
        .contains("it belongs to user 4711, and the directory to user", "set \"user\"");
  }

  /// The directory for archives is his, the logs are not.
  @ParameterizedTest
  @ValueSource(ints = {0, 4711})
  void archivesOfOthersDoNotGoToHisDirectory(int owner) throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Path others = Files.createDirectories(dir.toRealPath().resolve("others"));
    Path otherLog = Files.writeString(others.resolve("app.log"), "a line\n");
    for (Path path : List.of(others, otherLog)) {
      Files.setAttribute(path, "unix:uid", owner);
    }
    RuleBuilder rule = RuleBuilder.of(others, "*.log").size(1).archiveDir(user.logs().toString());

    rig(rule, root).whole(Cause.SCHEDULE);

    assertThat(Rig.names(others)).containsExactly("app.log");
    assertThat(Rig.names(user.logs())).isEmpty();
    assertThat(log.lines(Event.SKIPPED_UNSAFE).getFirst().value("why").orElseThrow())
        .contains("and the directory for its archives, " + user.logs(), "set \"user\"");

    rig(rule.acceptingUnsafe(), root).whole(Cause.SCHEDULE);
    assertThat(Rig.names(user.logs())).containsExactly("app.log-20261121T000000Z");
  }

  @Test
  void hisOwnArchivesDo() throws Exception {
    user.write("app.log", "a line\n");
    Path archives = user.give(Files.createDirectory(dir.toRealPath().resolve("archives")));

    rig(rule().archiveDir(archives.toString()), root).whole(Cause.SCHEDULE);

    assertThat(Rig.names(archives)).containsExactly("app.log-20261121T000000Z");
  }

  /// What others' archives come to share with his is not his.
  @Test
  void ofTheDirectoriesThatAreCreatedForHisArchivesOnlyTheLastIsHis() throws Exception {
    user.write("app.log", "a line\n");
    Path above = dir.toRealPath().resolve("srv/archives");
    Path his = above.resolve("his");

    rig(rule().archiveDir(his.toString()).mayBeCreated(), root).whole(Cause.SCHEDULE);

    assertThat(Rig.names(his)).containsExactly("app.log-20261121T000000Z");
    assertThat(Files.getAttribute(his, "unix:uid"))
        .isEqualTo(Files.getAttribute(user.logs(), "unix:uid"));
    for (Path each : List.of(above, above.getParent())) {
      assertThat(Files.readAttributes(each, "unix:uid,gid,permissions"))
          .containsEntry("uid", 0)
          .containsEntry("gid", 0)
          .containsEntry("permissions", PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /// He sets a bit on his log that would run it with the rights of the new one's owner.
  @Test
  void aNewLogOfAnotherOwnerRunsWithNobodysRights() throws Exception {
    user.write("app.log", "a line\n");
    Path app = user.logs().resolve("app.log");
    Files.setAttribute(app, "unix:mode", 06777);
    var roots = new Create(Optional.empty(), Optional.of("root"), Optional.of("root"));

    rig(rule().create(roots).compress(Codec.GZIP).acceptingExecutables(), root).wholeAndDrainOnce();

    assertThat(Files.readAttributes(app, "unix:uid,mode"))
        .containsEntry("uid", 0)
        .containsEntry("mode", 0100777);
    assertThat(Files.getAttribute(user.logs().resolve("app.log-20261121T000000Z.gz"), "unix:mode"))
        .isEqualTo(0100777);
  }

  /// As Debian has it for PostgreSQL: mode 1775, with a group that is not root's.
  @Test
  void anAcceptedDirectoryIsProtectedAsItsOwnersIs() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Files.setAttribute(user.logs(), "unix:uid", 0);
    Files.setAttribute(user.logs(), "unix:mode", 01775);
    user.write("a.log", "a line\n");
    user.give(
        Files.createSymbolicLink(user.logs().resolve("b.log"), user.outside().resolve("a.csv")));
    assertThat(rig(rule(), root).whole(Cause.SCHEDULE).toString())
        .contains("is writable by its group", "\"user\"", "unsafe_directory: accept");

    rig(rule().acceptingUnsafe(), root).whole(Cause.SCHEDULE);
    assertThat(Rig.names(user.logs())).containsExactly("a.log-20261121T000000Z", "b.log");

    user.write("a.log", "a line\n");
    Path directory = user.logs();
    user.give(Files.createSymbolicLink(directory.resolve("old"), user.outside()));
    Files.setAttribute(directory, "unix:mode", 0775);
    assertThat(
            rig(rule().acceptingUnsafe().archiveDir("old"), root).whole(Cause.SCHEDULE).toString())
        .contains("the symbolic link " + directory.resolve("old"), "is not followed");
    user.assertReachedNothing();
  }
}
