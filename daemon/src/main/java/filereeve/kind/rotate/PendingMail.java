package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.files.Directory;
import filereeve.posix.Fd;
import java.io.IOException;
import java.nio.file.Path;

/// The mail that is pending for archives, as far as a rotation is concerned: it marks what becomes
/// an archive, and keeps what is still to be mailed. [MailRun] mails.
final class PendingMail {
  private final Context context;
  private final LogDirectory directory;
  private final MailMark mark;

  PendingMail(Context context, LogDirectory directory) {
    this.context = context;
    this.directory = directory;
    this.mark = new MailMark(context.posix());
  }

  /// To be called before a log becomes an archive, so that this is mailed also if the run ends
  /// here.
  void mark(Path log) throws IOException {
    Fd file = directory.logs().openForReading(log);
    try {
      if (!mark.put(MailMark.NEW, file)) {
        context
            .leftAlone()
            .tell(
                "mail new archives in",
                directory.logs().path(),
                "they cannot be marked (extended attributes), because of its filesystem or of who"
                    + " owns them. Use \"on_remove: {mail: ...}\" or another filesystem");
      }
    } finally {
      context.posix().close(file);
    }
  }

  /// To be called before an archive is compressed to another directory: its mark goes along only if
  /// that has marks.
  void follow(Directory into) throws IOException {
    if (context.settings().rotatedMail().isPresent() && !mark.isPossible(into.fd())) {
      context
          .leftAlone()
          .tell(
              "mail new archives that are compressed to",
              into.path(),
              "its filesystem cannot keep the mark that they are to be mailed (extended"
                  + " attributes). Name a directory of another filesystem in \"archive_dir\", or"
                  + " use \"on_remove: {mail: ...}\"");
    }
  }

  /// Whether any variant of an archive is still to be mailed because it is new.
  boolean isPending(Archive archive) throws IOException {
    for (Archive.Variant variant : archive.variants()) {
      Fd file = directory.of(archive).openForReading(variant.name());
      try {
        if (mark.is(MailMark.NEW, file)) {
          return true;
        }
      } finally {
        context.posix().close(file);
      }
    }
    return false;
  }
}
