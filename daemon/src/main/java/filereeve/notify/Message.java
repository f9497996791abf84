package filereeve.notify;

import java.io.InputStream;
import java.util.Optional;

/// A message to people.
///
/// @param id identical if the message is sent again after a crash, so that recipients can detect a
///   copy
/// @param subject one line, without the program's and the host's name
/// @param text lines
public record Message(String id, String subject, String text, Optional<Attachment> attachment) {
  /// An attached file.
  ///
  /// @param name without control characters: a line end in it would become a header of the mail
  public record Attachment(String name, Content content) {
    public Attachment {
      requireOneLine(name);
    }
  }

  /// Opens the content of a file, each time from its beginning.
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
      throw new IllegalArgumentException("control characters in a header of a mail");
    }
  }
}
