package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.kind.rotate.RotateSettings.Create;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The new log and the archive directory: whose they are, and when they are created.
class CreatedFilesTest extends OneLog {

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
}
