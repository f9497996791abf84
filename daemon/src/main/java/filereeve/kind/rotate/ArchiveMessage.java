package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.archive.Retention;
import filereeve.codec.FdInput;
import filereeve.event.RuleName;
import filereeve.notify.Message;
import filereeve.notify.Message.Attachment;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.telemetry.PathText;
import filereeve.units.Size;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// The text of a mail about an archive.
///
/// @param log its path
/// @param archive its path
/// @param stat of the archive when it was inspected
/// @param removal why it is removed; empty if the mail is sent because it is new
record ArchiveMessage(
    RuleName rule, Path log, Path archive, Stat stat, Optional<Retention.Reason> removal) {

  /// With the archive as it is.
  Message attached(Posix posix, Fd file) {
    String what =
        removal.isEmpty()
            ? "It is attached, and is kept on the host."
            : "It is attached, and is removed from the host now.";
    var content = new Attachment(name(), () -> new FdInput(posix, file, stat.size()));
    return message(removal.isEmpty() ? "rotated" : "removed", what, Optional.of(content));
  }

  /// Without it.
  Message tooLarge(Size max) {
    String what =
        "It is too large to be attached (%s): find it there on the host.%s"
            .formatted(
                max,
                removal.isEmpty()
                    ? ""
                    : " It was to be removed after it was mailed, so it is kept until you"
                        + " remove it or raise max_size.");
    String subject =
        removal.isEmpty() ? "rotated (too large to mail)" : "not removed (too large to mail)";
    return message(subject, what, Optional.empty());
  }

  private Message message(String happened, String what, Optional<Attachment> attachment) {
    String text =
        """
        Rule:     %s
        Log:      %s
        Archive:  %s
        Size:     %s
        Because:  %s

        %s
        """
            .formatted(
                rule,
                PathText.of(log),
                PathText.of(archive),
                new Size(stat.size()),
                removal.map(Retention.Reason::key).orElse("it is new"),
                what);
    return new Message(
        id(happened), "%s: %s %s".formatted(rule, name(), happened), text, attachment);
  }

  private String name() {
    return PathText.of(archive.getFileName());
  }

  /// The same for the same archive, whenever it is sent.
  private String id(String happened) {
    String all =
        "%s %s %s %d %d %s %s"
            .formatted(
                happened, rule, log, stat.device(), stat.inode(), stat.modified(), stat.size());
    return UUID.nameUUIDFromBytes(all.getBytes(UTF_8)).toString();
  }
}
