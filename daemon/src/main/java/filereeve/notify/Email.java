package filereeve.notify;

import filereeve.posix.Posix;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/// Sends mail. One call is one connection to the server.
///
/// Thread: safe for use by many threads. A call waits for the server, though never for long without
/// any progress, and ends at once when its thread is interrupted.
public final class Email {
  /// How long the server may take.
  ///
  /// @param connect to accept the connection
  /// @param answer to answer, or to take a part of the mail. A server may look through a mail
  ///   before it takes it; who gives up too early sends it twice
  record Limits(Duration connect, Duration answer) {}

  private static final Limits LIMITS = new Limits(Duration.ofSeconds(30), Duration.ofMinutes(3));

  private final Passwords passwords;
  private final InstantSource clock;
  private final Limits limits;

  public Email(Posix posix, InstantSource clock) {
    this(posix, clock, LIMITS);
  }

  Email(Posix posix, InstantSource clock, Limits limits) {
    this.passwords = new Passwords(posix);
    this.clock = clock;
    this.limits = limits;
  }

  /// Returns when the server has taken the mail for all recipients, or for none.
  ///
  /// @param progress is told whenever something could be sent
  public Delivery send(EmailSettings settings, Message message, Runnable progress)
      throws InterruptedException {
    Delivery delivery = new Delivery.Taken();
    try (ScheduledExecutorService writeTimeout = writeTimeout()) {
      deliver(settings, message, progress, writeTimeout);
    } catch (MessagingException e) {
      delivery = SmtpProblem.of(settings, e);
    } catch (IOException e) {
      delivery = SmtpProblem.of(settings, e);
    }
    if (!(delivery instanceof Delivery.Taken) && Thread.interrupted()) {
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
    String host = HostName.get();
    Session session = Session.getInstance(properties(settings, host, writeTimeout));
    var mail = new Mail(session, settings, message, host, clock.instant(), progress);
    mail.saveChanges();
    String server = settings.server().host();
    int port = settings.server().port();
    String user = settings.login().map(EmailSettings.Login::user).orElse("");
    String password = passwords.of(settings.login());
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
      // The server has taken the mail, or why not is on its way up: a farewell changes neither.
    }
  }

  private Properties properties(
      EmailSettings settings, String host, ScheduledExecutorService writeTimeout) {
    var all = new Properties();
    // A channel's socket is closed when its thread is interrupted; another would wait on.
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

  private static String millis(Duration duration) {
    return String.valueOf(duration.toMillis());
  }

  private static ScheduledExecutorService writeTimeout() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("filereeve-mail-timeout").factory());
  }
}
