package filereeve.notify;

import filereeve.posix.Posix;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/// Sends mail, each over a connection of its own.
///
/// Thread: safe for use by many threads. A call waits for the server, but with a timeout without
/// progress, and ends at once when its thread is interrupted.
public final class Email {
  /// The timeouts.
  ///
  /// @param connect until the server accepts the connection
  /// @param answer until it answers, or accepts a part of the mail. A server may scan a mail before
  ///   it accepts it: a timeout that is too short sends the mail twice
  record Limits(Duration connect, Duration answer) {}

  private static final Limits LIMITS = new Limits(Duration.ofSeconds(30), Duration.ofMinutes(3));

  private final Posix posix;
  private final InstantSource clock;
  private final Limits limits;

  public Email(Posix posix, InstantSource clock) {
    this(posix, clock, LIMITS);
  }

  Email(Posix posix, InstantSource clock, Limits limits) {
    this.posix = posix;
    this.clock = clock;
    this.limits = limits;
  }

  /// Sends a mail to all recipients, or to none.
  ///
  /// @param progress is called whenever a part was sent
  public Delivery send(EmailSettings settings, Message message, Runnable progress)
      throws InterruptedException {
    Delivery delivery = new Delivery.Accepted();
    try (ScheduledExecutorService writeTimeout = writeTimeout()) {
      deliver(settings, message, progress, writeTimeout);
    } catch (MessagingException e) {
      delivery = SmtpProblem.of(settings, e);
    } catch (IOException e) {
      delivery = SmtpProblem.of(settings, e);
    }
    if (!(delivery instanceof Delivery.Accepted) && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return delivery;
  }

  private void deliver(
      EmailSettings settings,
      Message message,
      Runnable progress,
      ScheduledExecutorService writeTimeout)
      throws MessagingException, IOException {
    String host = hostName();
    Session session = Session.getInstance(properties(settings, host, writeTimeout));
    var mail = new Mail(session, settings, message, host, clock.instant(), progress);
    mail.saveChanges();
    String server = settings.server().host();
    int port = settings.server().port();
    String user = settings.login().map(EmailSettings.Login::user).orElse("");
    String password =
        settings.login().isEmpty() ? "" : settings.login().get().password().secret(posix);
    var name = new URLName("smtp", server, port, null, user, null);
    SMTPTransport transport = new SMTPTransport(session, name);
    try {
      transport.connect(server, port, user, password);
      transport.sendMessage(mail, mail.getAllRecipients());
    } finally {
      close(transport);
    }
  }

  private static void close(SMTPTransport transport) {
    try {
      transport.close();
    } catch (MessagingException _) {
      // The server has accepted the mail, or the failure is being reported: closing changes
      // neither.
    }
  }

  private Properties properties(
      EmailSettings settings, String host, ScheduledExecutorService writeTimeout) {
    var all = new Properties();
    // An interrupt closes the socket of a channel; another socket would continue to wait.
    all.put("mail.smtp.usesocketchannels", "true");
    all.put("mail.smtp.connectiontimeout", millis(limits.connect));
    all.put("mail.smtp.timeout", millis(limits.answer));
    all.put("mail.smtp.writetimeout", millis(limits.answer));
    all.put("mail.smtp.executor.writetimeout", writeTimeout);
    all.put("mail.smtp.localhost", host);
    all.put("mail.smtp.auth", String.valueOf(settings.login().isPresent()));
    all.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    all.put("mail.smtp.starttls.enable", String.valueOf(settings.tls() == Tls.STARTTLS));
    all.put("mail.smtp.starttls.required", String.valueOf(settings.tls() == Tls.STARTTLS));
    all.put("mail.smtp.ssl.enable", String.valueOf(settings.tls() == Tls.TLS));
    all.put("mail.smtp.ssl.checkserveridentity", "true");
    return all;
  }

  /// The host's name in ASCII, fit for an address, without a look-up in the network.
  static String hostName() {
    String name;
    try {
      name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException _) {
      return "localhost";
    }
    return name.matches("[A-Za-z0-9._-]+") ? name : "localhost";
  }

  private static String millis(Duration duration) {
    return String.valueOf(duration.toMillis());
  }

  private static ScheduledExecutorService writeTimeout() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("filereeve-mail-timeout").factory());
  }
}
