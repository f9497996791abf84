package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Logs in a directory that everybody can write, which only the rights of a user make safe.
class ActingAsTest {
  private final Posix root = new LinuxPosix();
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir private Path dir;
  private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  @BeforeEach
  void directoryOfOthers() throws IOException {
    assumeTrue(root.effectiveUser() == 0, "only root may act as another user");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    directory = Files.createDirectory(dir.resolve("app"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    own(directory);
    own(Files.writeString(directory.resolve("app.log"), "a line\n"));
  }

  @Test
  void withoutAUserTheDirectoryIsRefused() throws Exception {
    Outcome outcome = rig(RuleBuilder.of(directory, "*.log").size(1)).whole(Cause.SCHEDULE);

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.toString()).contains("writable by everybody", "\"user\"");
    assertThat(Rig.names(directory)).containsExactly("app.log");
  }

  @Test
  void withOneItsLogsAreRotatedAndCompressedWithThatUsersRights() throws Exception {
    rig(rule("nobody").create().compress(Codec.GZIP)).wholeAndDrain(Cause.SCHEDULE);

    assertThat(Rig.names(directory)).containsExactly("app.log", "app.log-20261121T000000Z.gz");
    int nobody = root.userId("nobody").orElseThrow();
    for (String name : Rig.names(directory)) {
      assertThat(Files.getAttribute(directory.resolve(name), "unix:uid"))
          .as(name)
          .isEqualTo(nobody);
    }
  }

  @Test
  void whatThatUserMayNotTouchIsKept() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret.log"), "of root");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setAttribute(directory, "unix:uid", 0);

    Outcome outcome = rig(rule("nobody")).whole(Cause.SCHEDULE);

    assertThat(outcome.toString()).contains("app.log", "Permission denied");
    assertThat(Rig.names(directory)).containsExactly("app.log", "secret.log");
  }

  @Test
  void aUserThatIsNotThereIsNamed() throws Exception {
    Outcome outcome = rig(rule("no-such-user")).whole(Cause.SCHEDULE);

    assertThat(outcome).isInstanceOf(Outcome.Retry.class);
    assertThat(outcome.toString())
        .contains("there is no user \"no-such-user\". Create it, or correct \"user\"");
  }

  private RuleBuilder rule(String user) {
    return RuleBuilder.of(directory, "*.log").size(1).actingAs(user);
  }

  private Rig rig(RuleBuilder rule) {
    return new Rig(rule.settings(), root, clock, log);
  }

  private void own(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", root.userId("nobody").orElseThrow());
    Files.setAttribute(path, "unix:gid", root.groupId("nogroup").orElseThrow());
  }
}
