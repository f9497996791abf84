package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.codec.Codec;
import filereeve.notify.Delivery;
import filereeve.notify.Mailer;
import filereeve.notify.Message;
import filereeve.units.Size;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// Takes mail instead of a server, unless it is set otherwise.
final class Mailbox implements Mailer {
  /// @param to the entry of `notify`
  /// @param attached what came with it
  record Received(String to, Message message, Optional<byte[]> attached) {}

  private final List<Received> received = new ArrayList<>();
  private final Queue<Delivery> answers = new ArrayDeque<>();
  private Size max = new Size(1_000_000);
  private Runnable whileSending = () -> {};
  private Runnable afterTaking = () -> {};

  void maxSize(long bytes) {
    max = new Size(bytes);
  }

  /// The next mail is not taken.
  void refuse(Delivery next) {
    answers.add(next);
  }

  /// All mail is taken from now on.
  void takeAll() {
    answers.clear();
  }

  /// What happens after the content was read and before it is taken.
  void whileSending(Runnable event) {
    whileSending = event;
  }

  /// What happens after a mail was taken and before that is known.
  void afterTaking(Runnable event) {
    afterTaking = event;
  }

  /// Whether a mail had a file with all these lines.
  boolean hasGot(String to, List<Ledger.Line> lines) {
    return received.stream()
        .filter(mail -> mail.to().equals(to))
        .anyMatch(mail -> linesOf(mail).containsAll(lines));
  }

  private static List<Ledger.Line> linesOf(Received mail) {
    Path name = Path.of(mail.message().attachment().orElseThrow().name());
    byte[] packed = mail.attached().orElseThrow();
    Optional<Codec> codec = Codec.ofName(name);
    try (InputStream in = new ByteArrayInputStream(packed);
        InputStream content = codec.isPresent() ? codec.get().decoder(in) : in) {
      return new String(content.readAllBytes(), UTF_8).lines().map(Ledger.Line::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Received> received() {
    return List.copyOf(received);
  }

  @Override
  public Size maxSize(String to) {
    return max;
  }

  @Override
  public Delivery send(String to, Message message, Runnable progress) {
    Optional<byte[]> attached = Optional.empty();
    if (message.attachment().isPresent()) {
      try (InputStream in = message.attachment().get().content().open()) {
        attached = Optional.of(in.readAllBytes());
      } catch (IOException e) {
        return new Delivery.Refused("it cannot be read: " + e.getMessage());
      }
    }
    whileSending.run();
    Delivery answer = Optional.ofNullable(answers.poll()).orElse(new Delivery.Accepted());
    if (answer instanceof Delivery.Accepted) {
      received.add(new Received(to, message, attached));
      afterTaking.run();
    }
    return answer;
  }
}
