package filereeve.kind.rotate;

import filereeve.files.Directory;
import filereeve.posix.Fd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a rotation owes to [MailRun], which does the mailing: a mark on what becomes an archive,
/// and that what has to be mailed is still there.
final class OwedMail {
  private final Context context;
  private final LogDirectory directory;
  private final MailMark mark;

  OwedMail(Context context, LogDirectory directory) {
    this.context = context;
    this.directory = directory;
    this.mark = new MailMark(context.posix());
  }

  /// To be called before a log becomes an archive, so that this is mailed also if the run ends
  /// here.
  void mark(Path log) throws IOException {
    if (context.settings().rotatedMail().isEmpty()) {
      return;
    }
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

  /// The removals that need not wait for a mail.
  List<Step> without(List<Step> removals) throws IOException {
    if (context.settings().onRemove().mail().isPresent()) {
      return List.of();
    }
    if (context.settings().rotatedMail().isEmpty()) {
      return removals;
    }
    var free = new ArrayList<Step>();
    for (Step step : removals) {
      if (!(step instanceof Step.Remove gone && isMarked(gone))) {
        free.add(step);
      }
    }
    return free;
  }

  private boolean isMarked(Step.Remove gone) throws IOException {
    Fd file = directory.at(gone.directory()).orElseThrow().openForReading(gone.archive());
    try {
      return mark.is(MailMark.NEW, file);
    } finally {
      context.posix().close(file);
    }
  }
}
