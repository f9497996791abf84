package filereeve.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.files.Directory;
import filereeve.files.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// The name of the control socket.
class ControlNameTest extends OneControlSocket {
  @Test
  void theSocketOfADaemonThatWasKilledIsReplaced() throws IOException {
    try (Directory directory = Directory.open(posix, dir.toRealPath())) {
      posix.listen(directory.fd(), socket.getFileName(), 0600, OptionalInt.empty()).close();
    }
    assertThat(socket).exists();

    try (ControlServer _ = start(ControlServerTest::echo)) {
      assertThat(ask("status")).isInstanceOf(Answer.Result.class);
    }
  }

  @Test
  void theSocketOfAnotherDaemonIsNotTaken() throws IOException {
    try (ControlServer _ = start(ControlServerTest::echo)) {
      assertThatThrownBy(() -> start(ControlServerTest::echo).close())
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("another daemon listens on " + socket);

      assertThat(ask("status")).isInstanceOf(Answer.Result.class);
    }
  }

  @Test
  void whatIsNoSocketIsKept() throws IOException {
    Files.writeString(socket, "precious");

    assertThatThrownBy(() -> start(ControlServerTest::echo).close())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is no socket. Remove it");
    assertThat(socket).hasContent("precious");
  }

  @Test
  void aPipeIsNoSocketEither() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", socket.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> start(ControlServerTest::echo).close())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is no socket. Remove it");
    assertThat(socket).exists();
  }

  @Test
  void aPathMayBeLongerThanASocketsName() throws IOException {
    Path deep = dir.toRealPath();
    for (int i = 0; i < 6; i++) {
      deep = deep.resolve("a-directory-with-a-long-name");
    }
    socket = Files.createDirectories(deep).resolve("control.sock");

    try (ControlServer _ = start(ControlServerTest::echo)) {
      assertThat(socket).exists();
      assertThat(ask("status")).isInstanceOf(Answer.Result.class);
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void aDirectoryThatAGroupMayWriteToIsRefused() throws IOException {
    assumeTrue(posix.effectiveUser() == 0, "only root can give a file to any group");
    Files.setAttribute(dir, "unix:gid", posix.groupId("nogroup").orElseThrow());
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxr-x"));

    assertThatThrownBy(() -> start(ControlServerTest::echo).close())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("somebody else could put another file in the socket's place");
  }

  @Test
  void whatHasTheNameAtTheEndIsKeptIfItIsAnother() throws IOException {
    ControlServer server = start(ControlServerTest::echo);
    Files.delete(socket);
    Files.writeString(socket, "another's");

    server.close();

    assertThat(socket).hasContent("another's");
  }

  @Test
  void aDirectoryThatEverybodyMayWriteToIsRefused() throws IOException {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> start(ControlServerTest::echo).close())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("everybody may write to");
  }

  @Test
  void anUnknownGroupIsRefused() {
    var settings = new ControlSettings(socket, Optional.of("no-such-group-here"), 0660);

    assertThatThrownBy(
            () -> ControlServer.start(posix, settings, ControlServerTest::echo, log).close())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("the group \"no-such-group-here\" does not exist");
  }

  @Test
  void theGroupAndTheModeAreThoseOfTheSettings() throws IOException {
    assumeTrue(posix.effectiveUser() == 0, "only root can give a file to any group");
    var settings = new ControlSettings(socket, Optional.of("nogroup"), 0660);
    try (ControlServer _ = ControlServer.start(posix, settings, ControlServerTest::echo, log)) {
      assertThat(Files.getAttribute(socket, "unix:gid"))
          .isEqualTo(posix.groupId("nogroup").orElseThrow());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-rw----");
    }
  }
}
