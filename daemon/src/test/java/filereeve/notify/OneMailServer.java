package filereeve.notify;

import filereeve.notify.EmailSettings.Login;
import filereeve.notify.EmailSettings.Server;
import filereeve.notify.Message.Attachment;
import filereeve.posix.LinuxPosix;
import filereeve.testing.TestClock;
import filereeve.units.Size;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A mail server of the test's own, and mails to send to it.
abstract class OneMailServer {
  static final Duration LONG = Duration.ofSeconds(20);
  @TempDir Path directory;
  final TestClock clock = new TestClock("2026-11-21T08:53:16Z");
  final LinuxPosix posix = new LinuxPosix();
  SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer();
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    server.close();
  }

  Delivery send(Message message) throws InterruptedException {
    return email(LONG).send(settings(server.port()), message, () -> {});
  }

  Email email(Duration patience) {
    return new Email(posix, clock, new Email.Limits(patience, patience));
  }

  static EmailSettings settings(int port) {
    return settings(port, Tls.NONE, Optional.empty());
  }

  static EmailSettings settings(int port, Tls tls, Optional<Login> login) {
    return new EmailSettings(
        "ops",
        new Server("127.0.0.1", port),
        tls,
        "reeve@example.org",
        List.of("ops@example.org", "root"),
        login,
        new Size(1_000_000));
  }

  static Message message(String name, byte[] content) {
    return new Message(
        "id-1",
        "rotate.app: " + name + " removed",
        "It is sent.\n.\nReally: äöü\n",
        Optional.of(new Attachment(name, () -> new ByteArrayInputStream(content))));
  }

  static String why(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Accepted() -> "accepted";
      case Delivery.Refused(String why) -> why;
      case Delivery.Impossible(String why) -> why;
    };
  }
}
