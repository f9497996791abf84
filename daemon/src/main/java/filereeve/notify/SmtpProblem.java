package filereeve.notify;

import filereeve.posix.PosixException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/// Explains failures of mail to an administrator: the cause, and what to do.
final class SmtpProblem {
  private static final int LONGEST_ANSWER = 300;

  private SmtpProblem() {}

  static Delivery of(EmailSettings settings, IOException failure) {
    return new Delivery.Impossible(
        "%s. Correct %s".formatted(failure.getMessage(), key(settings, "password_file")));
  }

  static Delivery of(EmailSettings settings, MessagingException failure) {
    Optional<String> ofThisMail = ofThisMail(settings, failure);
    if (ofThisMail.isPresent()) {
      return new Delivery.Refused(ofThisMail.get());
    }
    return new Delivery.Impossible(
        refused(settings, failure).orElseGet(() -> connection(settings, failure)));
  }

  private static Optional<String> ofThisMail(EmailSettings settings, MessagingException failure) {
    Optional<PosixException> unreadable = find(PosixException.class, failure);
    if (unreadable.isPresent()) {
      return unreadable.map(
          e ->
              "its content cannot be read: %s. Check the disk: journalctl -k"
                  .formatted(e.getMessage()));
    }
    boolean ofAll =
        find(SMTPAddressFailedException.class, failure).isPresent()
            || find(SMTPSenderFailedException.class, failure).isPresent();
    return find(SMTPSendFailedException.class, failure)
        .filter(_ -> !ofAll)
        .map(
            e ->
                "%s refuses it: %s. %s"
                    .formatted(server(settings), answer(e), remedy(settings, e.getReturnCode())));
  }

  private static Optional<String> refused(EmailSettings settings, MessagingException failure) {
    Optional<SMTPAddressFailedException> recipient =
        find(SMTPAddressFailedException.class, failure);
    if (recipient.isPresent()) {
      return recipient.map(
          e ->
              "%s refuses the recipient %s: %s. Correct %s"
                  .formatted(server(settings), e.getAddress(), answer(e), key(settings, "to")));
    }
    Optional<SMTPSenderFailedException> sender = find(SMTPSenderFailedException.class, failure);
    if (sender.isPresent()) {
      return sender.map(
          e ->
              "%s refuses the sender %s: %s. Correct %s"
                  .formatted(server(settings), settings.from(), answer(e), key(settings, "from")));
    }
    return find(AuthenticationFailedException.class, failure)
        .map(
            e ->
                "%s refuses the login of %s: %s. Correct user and password in notify.%s.email"
                    .formatted(
                        server(settings),
                        settings.login().map(EmailSettings.Login::user).orElse("nobody"),
                        answer(e),
                        settings.name()));
  }

  private static String connection(EmailSettings settings, MessagingException failure) {
    String server = server(settings);
    String smtp = key(settings, "smtp");
    if (find(UnknownHostException.class, failure).isPresent()) {
      return "unknown host %s. Correct %s".formatted(settings.server().host(), smtp);
    }
    String cause = answer(root(failure));
    if (isTimeout(failure)) {
      return server + " timed out. Check the server, or correct " + smtp;
    }
    if (find(ConnectException.class, failure).isPresent()) {
      return "%s does not accept connections: %s. Start it, or correct %s"
          .formatted(server, cause, smtp);
    }
    if (find(SSLException.class, failure).isPresent() || cause.contains("STARTTLS")) {
      return "TLS connection to %s failed: %s. Correct its certificate, or %s"
          .formatted(server, cause, key(settings, "tls"));
    }
    return "%s closed the connection: %s. Check its log".formatted(server, cause);
  }

  /// Whether it is a timeout. A write that times out closes the channel, which nothing else does.
  private static boolean isTimeout(MessagingException failure) {
    return chain(failure)
        .anyMatch(
            e ->
                e instanceof SocketTimeoutException
                    || e instanceof ClosedChannelException
                    || answer(e).contains("timed out"));
  }

  private static String remedy(EmailSettings settings, int code) {
    return switch (code) {
      case 552, 523 -> "Set " + key(settings, "max_size") + " below the server's own limit";
      default -> "Check the server's log";
    };
  }

  private static String server(EmailSettings settings) {
    return "the mail server " + settings.server();
  }

  private static String key(EmailSettings settings, String name) {
    return "notify." + settings.name() + ".email." + name;
  }

  private static Throwable root(Throwable failure) {
    return chain(failure).reduce(failure, (_, last) -> last);
  }

  /// The server's answer on one line.
  private static String answer(Throwable failure) {
    String said =
        Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName());
    String text = said.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    String cut = text.length() > LONGEST_ANSWER ? text.substring(0, LONGEST_ANSWER) + "…" : text;
    return cut.replaceFirst("\\.+$", "");
  }

  private static <E> Optional<E> find(Class<E> type, Throwable failure) {
    return chain(failure).filter(type::isInstance).map(type::cast).findFirst();
  }

  /// The causes of a failure, linked by Jakarta Mail's own chain or by Java's.
  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(
        failure,
        Objects::nonNull,
        e ->
            e instanceof MessagingException mail && mail.getNextException() != null
                ? mail.getNextException()
                : e.getCause());
  }
}
