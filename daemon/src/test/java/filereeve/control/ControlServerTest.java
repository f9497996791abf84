package filereeve.control;

import static filereeve.posix.Errno.EPIPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.Connection;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Clients of the control socket.
class ControlServerTest extends OneControlSocket {
  private static final byte[] REQUEST = "{\"version\":1,\"command\":\"x\"}\n".getBytes(UTF_8);

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

  private static void send(Connection client, byte[] request) throws IOException {
    try {
      client.write(request, SOON);
    } catch (PosixException e) {
      assertThat(e.errno()).as("it was answered before all of it was read").isEqualTo(EPIPE);
    }
  }

  private String raw(String request) throws IOException {
    try (Connection client = posix.connect(socket)) {
      if (request.isEmpty()) {
        return "";
      }
      send(client, request.getBytes(UTF_8));
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

        for (int i = 0; i < 5; i++) { // those that do not even wait for their refusal
          posix.connect(socket).close();
        }
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
  void whoHasGoneMakesPlaceForOthers() throws Exception {
    try (ControlServer _ =
        start(
            (_, client) -> {
              while (!client.isGone().getAsBoolean()) {
                Thread.onSpinWait();
              }
              return new Answer.Result(Map.of());
            })) {
      for (int i = 0; i < 12; i++) {
        try (Connection client = posix.connect(socket)) {
          send(client, REQUEST);
        }
      }

      boolean served = false;
      for (int i = 0; i < 1000 && !served; i++) { // the others may not be gone yet
        try (Connection client = posix.connect(socket)) {
          client.write(REQUEST, SOON);
          client.read(new byte[1], Duration.ofMillis(20));
        } catch (PosixException e) {
          served = e.errno() == Errno.ETIMEDOUT;
        }
      }
      assertThat(served).as("it is being answered").isTrue();
    }
  }

  @Test
  void aClientThatSaysNothingDoesNotDelayTheEnd() throws Exception {
    ControlServer server = start(ControlServerTest::echo);
    try (Connection client = posix.connect(socket)) {
      assertThat(ask("status")).as("the other is accepted, too").isInstanceOf(Answer.Result.class);

      server.close();

      assertThat(client.read(new byte[1], SOON)).as("at once, not after its time").isZero();
    }
    log.lines().forEach(line -> assertThat(line.event()).isEqualTo(Event.CONTROL_FAILED));
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

      byte[] answer = new byte[1000];
      assertThat(new String(answer, 0, client.read(answer, SOON), UTF_8))
          .contains("\"code\":75,\"message\":\"the daemon is stopping.\"");
      assertThat(client.read(answer, SOON)).isZero();
    }
  }
}
