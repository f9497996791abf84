package filereeve.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/// A message in MIME format. The attachment is read while it is sent, and is never in memory as a
/// whole.
final class Mail extends MimeMessage {
  private final String id;

  /// @param progress is called whenever a part of the attachment is read
  Mail(
      Session session,
      EmailSettings settings,
      Message message,
      String host,
      Instant now,
      Runnable progress)
      throws MessagingException {
    super(session);
    this.id = "<" + message.id() + "@" + host + ">";
    setFrom(new InternetAddress(settings.from()));
    for (String to : settings.to()) {
      addRecipient(RecipientType.TO, new InternetAddress(to));
    }
    setSubject("[filereeve] %s on %s".formatted(message.subject(), host), UTF_8.name());
    setSentDate(Date.from(now));
    // RFC 3834: prevents automatic replies.
    setHeader("Auto-Submitted", "auto-generated");
    Optional<Message.Attachment> attachment = message.attachment();
    if (attachment.isEmpty()) {
      setText(message.text(), UTF_8.name());
      return;
    }
    var text = new MimeBodyPart();
    text.setText(message.text(), UTF_8.name());
    setContent(new MimeMultipart(text, part(attachment.get(), progress)));
  }

  private static MimeBodyPart part(Message.Attachment attachment, Runnable progress)
      throws MessagingException {
    var part = new MimeBodyPart();
    part.setDataHandler(new DataHandler(new Source(attachment, progress)));
    part.setFileName(attachment.name());
    // Without it, the whole file would be read to choose an encoding.
    part.setHeader("Content-Transfer-Encoding", "base64");
    return part;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }

  private record Source(Message.Attachment attachment, Runnable progress) implements DataSource {
    @Override
    public InputStream getInputStream() {
      return new FilterInputStream(attachment.content().open()) {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          progress.run();
          return super.read(into, offset, length);
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      throw new IOException("an attachment is only read");
    }

    @Override
    public String getContentType() {
      return "application/octet-stream";
    }

    @Override
    public String getName() {
      return attachment.name();
    }
  }
}
