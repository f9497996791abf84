package filereeve.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.notify.Message.Attachment;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A mail arrives as it was sent, or not at all.
class EmailTest extends OneMailServer {
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
  void nothingIsLeftBehind() throws Exception {
    send(message("a", new byte[1]));

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("filereeve-mail")) {
        assertThat(thread.join(Duration.ofSeconds(5))).as("it ends").isTrue();
      }
    }
  }

  private MimeMessage received() throws Exception {
    var mails = new ArrayList<>(server.mails());
    assertThat(mails).hasSize(1);
    return new MimeMessage(
        Session.getInstance(new Properties()), new ByteArrayInputStream(mails.getFirst()));
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
