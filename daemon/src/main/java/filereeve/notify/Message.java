package filereeve.notify;

import java.io.InputStream;
import java.util.Optional;

/// What is to be told.
///
/// @param id the same for the same news: who gets it twice, after a crash, can see that it is one
/// @param subject one line, without the program's and the host's name
/// @param text lines
public record Message(String id, String subject, String text, Optional<Attachment> attachment) {
  /// A file that goes with it.
  ///
  /// @param name without controls: a line end in it would become a header of the mail
  public record Attachment(String name, Content content) {
    public Attachment {
      requireOneLine(name);
    }
  }

  /// The bytes of a file, from the first to the last each time.
  @FunctionalInterface
  public interface Content {
    InputStream open();
  }

  public Message {
    requireOneLine(id);
    requireOneLine(subject);
  }

  private static void requireOneLine(String text) {
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("controls in a header of a mail");
    }
  }
}
