package filereeve.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.files.Directory;
import filereeve.files.RefusedException;
import filereeve.posix.Connection;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.testing.NothingLeftOpen;
import filereeve.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ControlServerTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path dir;
  @RegisterExtension private final RecordingLog log = new RecordingLog();
  @RegisterExtension private final NothingLeftOpen open = new NothingLeftOpen();

  private final Posix posix = new LinuxPosix();
  private Path socket = Path.of("");

  @BeforeEach
  void name() throws IOException {
    socket = dir.toRealPath().resolve("control.sock");
  }

  private ControlServer start(ControlServer.Answers answers) throws IOException {
    return ControlServer.start(
        posix, new ControlSettings(socket, Optional.empty(), 0600), answers, log);
  }

  private static Answer echo(ControlRequest request, ControlServer.Client client) {
    return new Answer.Result(
        Map.of(
            "command",
            request.command(),
            "user",
            (long) client.user(),
            "mayChange",
            client.mayChange()));
  }

  private Answer ask(String command) throws IOException {
    return ControlClient.ask(posix, socket, new ControlRequest(command, Map.of()), SOON);
  }

  @Test
  void everyClientIsAnswered() throws IOException {
    try (ControlServer _ = start(ControlServerTest::echo)) {
      for (String command : List.of("status", "reload", "status")) {
        assertThat(ask(command))
            .isEqualTo(
                new Answer.Result(
                    Map.of(
                        "command",
                        command,
                        "user",
                        (long) posix.effectiveUser(),
                        "mayChange",
                        true)));
      }
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void nonsenseIsRefusedAndHarmsNobody() throws IOException {
    try (ControlServer _ = start(ControlServerTest::echo)) {
      assertThat(raw("GET / HTTP/1.1\n"))
          .startsWith("{\"error\":{\"code\":64,\"message\":\"cannot understand the request: it is ")
          .endsWith("\"details\":[]}}\n");
      assertThat(raw("{\"version\":1,\"command\":\"" + "x".repeat(20_000) + "\"}\n"))
          .contains("it is longer than 16384 bytes");
      assertThat(raw("")).isEmpty();

      assertThat(ask("status")).isInstanceOf(Answer.Result.class);
    }
    assertThat(log.lines()).extracting(RecordingLog.Line::event).contains(Event.CONTROL_FAILED);
  }

  private String raw(String request) throws IOException {
    try (Connection client = posix.connect(socket)) {
      if (request.isEmpty()) {
        return "";
      }
      client.write(request.getBytes(UTF_8), SOON);
      byte[] answer = new byte[1000];
      return new String(answer, 0, client.read(answer, SOON), UTF_8);
    }
  }

  @Test
  void clientsThatSayNothingHoldUpNobodyButOneAnother() throws IOException {
    try (ControlServer _ = start(ControlServerTest::echo)) {
      var silent = new ArrayList<Connection>();
      try {
        for (int i = 0; i < 7; i++) {
          silent.add(posix.connect(socket));
        }
        assertThat(ask("status")).as("the eighth").isInstanceOf(Answer.Result.class);
        silent.add(posix.connect(socket));

        assertThat(refused()).as("the ninth").contains("8 clients ask already");
      } finally {
        for (Connection client : silent) {
          client.close();
        }
      }
    }
  }

  /// The one before may not be gone yet, or the one of this moment not be there.
  private String refused() throws IOException {
    for (int i = 0; i < 1000; i++) {
      if (ask("status") instanceof Answer.Refusal(int _, String message, List<String> _)) {
        return message;
      }
    }
    return "never";
  }

  @Test
  void closingEndsWhoeverIsBeingAnswered() throws Exception {
    var asked = new CountDownLatch(1);
    ControlServer server =
        start(
            (_, _) -> {
              asked.countDown();
              new CountDownLatch(1).await();
              throw new AssertionError("nobody counts down");
            });
    try (Connection client = posix.connect(socket)) {
      client.write("{\"version\":1,\"command\":\"x\"}\n".getBytes(UTF_8), SOON);
      asked.await();

      server.close();

      assertThat(client.read(new byte[1], SOON)).isZero();
    }
  }

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
        .hasMessageContaining("Name another directory in daemon.control.socket");
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
