package filereeve.handler.rotate;

import filereeve.notify.Delivery;
import filereeve.notify.Message;
import filereeve.units.Size;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// Takes mail instead of a server, unless it is told otherwise.
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

  /// What happens after the content was read and before it is taken.
  void whileSending(Runnable event) {
    whileSending = event;
  }

  /// What happens after a mail was taken and before that is known.
  void afterTaking(Runnable event) {
    afterTaking = event;
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
    Delivery answer = Optional.ofNullable(answers.poll()).orElse(new Delivery.Taken());
    if (answer instanceof Delivery.Taken) {
      received.add(new Received(to, message, attached));
      afterTaking.run();
    }
    return answer;
  }
}
