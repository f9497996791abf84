package filereeve.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a mail server can do wrong: each is reported with its remedy, and none holds up the
/// program.
class EmailServerTest extends OneMailServer {
  private static final Duration SHORT = Duration.ofMillis(150);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RCPT     | 550 5.1.1 no such user    | refuses the recipient ops@example.org: 550 5.1.1 no such user. Correct notify.ops.email.to
          RCPT     | 451 4.7.1 greylisted      | refuses the recipient ops@example.org: 451 4.7.1 greylisted. Correct notify.ops.email.to
          MAIL     | 553 5.1.8 who are you     | refuses the sender reeve@example.org: 553 5.1.8 who are you. Correct notify.ops.email.from
          GREETING | 554 5.7.1 go away         | closed the connection: Got bad greeting from SMTP host: 127.0.0.1, port: <port>, response: 554 5.7.1 go away. Check its log
          """)
  void aRefusalOfAllMailIsReportedWithItsRemedy(String command, String answer, String reason)
      throws Exception {
    server.answer(command.equals("GREETING") ? SmtpServer.GREETING : command, answer);

    Delivery delivery = send(message("a", new byte[10]));

    assertThat(delivery)
        .isEqualTo(
            new Delivery.Impossible(
                "the mail server 127.0.0.1:<port> %s"
                    .formatted(reason)
                    .replace("<port>", String.valueOf(server.port()))));
    assertThat(server.mails()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          end  | 552 5.3.4 too big     | refuses it: 552 5.3.4 too big. Set notify.ops.email.max_size below the server's own limit
          end  | 554 5.6.0 no archives | refuses it: 554 5.6.0 no archives. Check the server's log
          end  | 452 4.2.2 full        | refuses it: 452 4.2.2 full. Check the server's log
          DATA | 451 4.3.0 later       | refuses it: 451 4.3.0 later. Check the server's log
          """)
  void aRefusalOfOneMailIsReportedWithItsRemedy(String command, String answer, String reason)
      throws Exception {
    server.answer(command, answer);

    Delivery delivery = send(message("a", new byte[10]));

    assertThat(delivery)
        .isEqualTo(
            new Delivery.Refused(
                "the mail server 127.0.0.1:%d %s".formatted(server.port(), reason)));
    assertThat(server.mails()).isEmpty();
  }

  /// In the words of the host's language.
  private static String refusal(int port) throws IOException {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      throw new AssertionError("somebody listens at port " + port);
    } catch (ConnectException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void aMissingServerIsReportedWithItsRemedy() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    Delivery delivery = email(LONG).send(settings(free), message("a", new byte[1]), () -> {});

    assertThat(delivery)
        .isEqualTo(
            new Delivery.Impossible(
                "the mail server 127.0.0.1:%d does not accept connections: %s. Start it, or correct notify.ops.email.smtp"
                    .formatted(free, refusal(free))));
  }

  @ParameterizedTest
  @ValueSource(strings = {SmtpServer.GREETING, "EHLO", "MAIL", "RCPT", "DATA", SmtpServer.END})
  void aServerThatHangsTimesOut(String command) throws Exception {
    server.hangAt(command);

    Delivery delivery =
        email(SHORT).send(settings(server.port()), message("a", new byte[1]), () -> {});

    assertThat(why(delivery))
        .isEqualTo(
            "the mail server 127.0.0.1:%d timed out. Check the server, or correct notify.ops.email.smtp"
                .formatted(server.port()));
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aServerThatStopsReadingTimesOut() throws Exception {
    server.stopReading();

    Delivery delivery =
        email(SHORT).send(settings(server.port()), message("a", new byte[20_000_000]), () -> {});

    assertThat(why(delivery)).contains("timed out");
  }

  @Test
  void aMailIsNotAcceptedIfTheServerClosesTheConnection() throws Exception {
    server.dropAfter(100_000);

    Delivery delivery = send(message("a", new byte[20_000_000]));

    assertThat(delivery).isInstanceOf(Delivery.Impossible.class);
    assertThat(why(delivery))
        .startsWith("the mail server 127.0.0.1:" + server.port() + " closed the connection");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptEndsTheWait(boolean whileReading) throws Exception {
    if (whileReading) {
      server.hangAt("EHLO");
    } else {
      server.stopReading();
    }
    var message = message("a", new byte[20_000_000]);
    var sending =
        new FutureTask<>(() -> email(LONG).send(settings(server.port()), message, () -> {}));
    Thread thread = Thread.ofPlatform().start(sending);
    server.awaitHanging();
    thread.interrupt();
    thread.join();

    assertThatThrownBy(sending::get).hasCauseInstanceOf(InterruptedException.class);
  }
}
