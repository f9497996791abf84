package filereeve.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.notify.EmailSettings.Login;
import filereeve.notify.EmailSettings.Server;
import filereeve.notify.Message.Attachment;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.PosixException;
import filereeve.testing.TestClock;
import filereeve.units.Size;
import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(150);

  @TempDir private Path directory;

  private final TestClock clock = new TestClock("2026-11-21T08:53:16Z");
  private final LinuxPosix posix = new LinuxPosix();
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer();
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    server.close();
  }

  @Test
  void aMailArrivesAsItWasSent() throws Exception {
    byte[] content = new byte[300_001];
    new Random(1).nextBytes(content);

    assertThat(send(message("app.log-1.zst", content))).isEqualTo(new Delivery.Accepted());

    MimeMessage mail = received();
    assertThat(mail.getSubject())
        .isEqualTo("[filereeve] rotate.app: app.log-1.zst removed on " + Email.hostName());
    assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("reeve@example.org");
    assertThat(mail.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("ops@example.org", "root");
    assertThat(mail.getSentDate()).isEqualTo("2026-11-21T08:53:16Z");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getMessageID()).isEqualTo("<id-1@" + Email.hostName() + ">");
    var parts = (MimeMultipart) mail.getContent();
    assertThat(parts.getBodyPart(0).getContent()).isEqualTo("It is sent.\r\n.\r\nReally: äöü\r\n");
    BodyPart attached = parts.getBodyPart(1);
    assertThat(attached.getFileName()).isEqualTo("app.log-1.zst");
    try (InputStream in = attached.getInputStream()) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void aMailWithoutAnAttachmentIsPlainText() throws Exception {
    var message = new Message("id", "all is well", "Nothing to do.\n", Optional.empty());

    assertThat(send(message)).isEqualTo(new Delivery.Accepted());

    assertThat(received().getContent()).isEqualTo("Nothing to do.\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "größe.log-20261121T000000Z.zst",
        "日本語のログ.log.1",
        "\"quoted\"; filename=evil.exe.log.1",
        "a very long name, a very long name, a very long name, a very long name, äh.log.1"
      })
  void anyFileNameArrivesUnchanged(String name) throws Exception {
    assertThat(send(message(name, new byte[] {1, 2, 3}))).isEqualTo(new Delivery.Accepted());

    MimeMessage mail = received();
    assertThat(((MimeMultipart) mail.getContent()).getBodyPart(1).getFileName()).isEqualTo(name);
    assertThat(mail.getSubject()).contains(name);
    assertThat(new String(server.mails().getFirst(), UTF_8))
        .matches("[\\x00-\\x7f]*")
        .doesNotContain("\r\nfilename=evil.exe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nBcc: all@example.org", "a\r\n\r\nevil", "a\u0000b", "a\u0085b"})
  void aNameThatWouldBeAHeaderIsRefused(String name) {
    assertThatThrownBy(() -> message(name, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Message("id", name, "text", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theContentIsNeverInMemoryAsAWhole() throws Exception {
    var largest = new AtomicInteger();
    var progress = new AtomicInteger();
    var attachment = new Attachment("big", () -> new Zeros(10_000_000, largest));

    Delivery delivery =
        email(LONG)
            .send(
                settings(server.port()),
                new Message("id", "big", "text", Optional.of(attachment)),
                progress::incrementAndGet);

    assertThat(delivery).isEqualTo(new Delivery.Accepted());
    assertThat(largest.get()).isLessThanOrEqualTo(64 * 1024);
    assertThat(progress.get()).isGreaterThan(100);
  }

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

  @Test
  void unreadableContentSendsNoPartialMail() throws Exception {
    var broken =
        new Attachment(
            "broken",
            () ->
                new InputStream() {
                  @Override
                  public int read() throws IOException {
                    throw new PosixException("read", "/var/log/a.log.1", Errno.EIO);
                  }

                  @Override
                  public int read(byte[] into, int offset, int length) throws IOException {
                    return read();
                  }
                });

    Delivery delivery = send(new Message("id", "broken", "text", Optional.of(broken)));

    assertThat(delivery).isInstanceOf(Delivery.Refused.class);
    assertThat(why(delivery)).contains("its content cannot be read", "/var/log/a.log.1");
    assertThat(server.mails()).isEmpty();
  }

  @Test
  void aLoginUsesThePresentPasswordOfAFile() throws Exception {
    server.offer("AUTH PLAIN LOGIN");
    Path file = Files.writeString(directory.resolve("secret"), "pass1\nignored\n");
    var login = new Login("reeve", new Password.InFile(file));
    EmailSettings settings = settings(server.port(), Tls.NONE, Optional.of(login));

    email(LONG).send(settings, message("a", new byte[1]), () -> {});
    Files.writeString(file, "pass2");
    email(LONG).send(settings, message("a", new byte[1]), () -> {});

    assertThat(server.commands())
        .contains("AUTH PLAIN " + base64("reeve\0reeve\0pass1"))
        .contains("AUTH PLAIN " + base64("reeve\0reeve\0pass2"));
    assertThat(server.mails()).hasSize(2);
  }

  @Test
  void aMissingPasswordFileAndARefusedLoginAreReported() throws Exception {
    server.offer("AUTH PLAIN LOGIN");
    server.answer("AUTH", "535 5.7.8 bad credentials");
    var missing = new Login("reeve", new Password.InFile(directory.resolve("none")));
    var wrong = new Login("reeve", new Password.Given("s3cret"));

    assertThat(
            email(LONG)
                .send(
                    settings(server.port(), Tls.NONE, Optional.of(missing)),
                    message("a", new byte[1]),
                    () -> {}))
        .isEqualTo(
            new Delivery.Impossible(
                "the password file %s is missing. Correct notify.ops.email.password_file"
                    .formatted(directory.resolve("none"))));
    assertThat(
            email(LONG)
                .send(
                    settings(server.port(), Tls.NONE, Optional.of(wrong)),
                    message("a", new byte[1]),
                    () -> {}))
        .isEqualTo(
            new Delivery.Impossible(
                "the mail server 127.0.0.1:%d refuses the login of reeve: 535 5.7.8 bad credentials. Correct user and password in notify.ops.email"
                    .formatted(server.port())));
  }

  @Test
  void nothingIsSentWithoutTheConfiguredEncryption() throws Exception {
    var login = new Login("reeve", new Password.Given("s3cret"));

    Delivery delivery =
        email(LONG)
            .send(
                settings(server.port(), Tls.STARTTLS, Optional.of(login)),
                message("a", new byte[1]),
                () -> {});

    assertThat(why(delivery))
        .isEqualTo(
            "TLS connection to the mail server 127.0.0.1:%d failed: STARTTLS is required but host does not support STARTTLS. Correct its certificate, or notify.ops.email.tls"
                .formatted(server.port()));
    assertThat(server.commands()).noneMatch(c -> c.startsWith("AUTH") || c.startsWith("MAIL"));
  }

  @Test
  void aPasswordIsNeverPartOfAText() {
    assertThat(new Login("reeve", new Password.Given("s3cret")).toString())
        .doesNotContain("s3cret");
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    send(message("a", new byte[1]));

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("filereeve-mail")) {
        assertThat(thread.join(Duration.ofSeconds(5))).as("it ends").isTrue();
      }
    }
  }

  private Delivery send(Message message) throws InterruptedException {
    return email(LONG).send(settings(server.port()), message, () -> {});
  }

  private Email email(Duration patience) {
    return new Email(posix, clock, new Email.Limits(patience, patience));
  }

  private static EmailSettings settings(int port) {
    return settings(port, Tls.NONE, Optional.empty());
  }

  private static EmailSettings settings(int port, Tls tls, Optional<Login> login) {
    return new EmailSettings(
        "ops",
        new Server("127.0.0.1", port),
        tls,
        "reeve@example.org",
        List.of("ops@example.org", "root"),
        login,
        new Size(1_000_000));
  }

  private static Message message(String name, byte[] content) {
    return new Message(
        "id-1",
        "rotate.app: " + name + " removed",
        "It is sent.\n.\nReally: äöü\n",
        Optional.of(new Attachment(name, () -> new ByteArrayInputStream(content))));
  }

  private MimeMessage received() throws Exception {
    var mails = new ArrayList<>(server.mails());
    assertThat(mails).hasSize(1);
    return new MimeMessage(
        Session.getInstance(new Properties()), new ByteArrayInputStream(mails.getFirst()));
  }

  private static String why(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Accepted() -> "accepted";
      case Delivery.Refused(String why) -> why;
      case Delivery.Impossible(String why) -> why;
    };
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /// A stream of many bytes that records the largest read.
  private static final class Zeros extends InputStream {
    private final AtomicInteger largest;
    private long left;

    Zeros(long bytes, AtomicInteger largest) {
      this.left = bytes;
      this.largest = largest;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("one by one takes for ever");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      largest.accumulateAndGet(length, Math::max);
      if (left == 0) {
        return -1;
      }
      int got = (int) Math.min(left, length);
      Arrays.fill(into, offset, offset + got, (byte) 0);
      left -= got;
      return got;
    }
  }
}
