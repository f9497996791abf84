package filereeve.handler.rotate;

import filereeve.files.Archive;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;
import java.util.Optional;

/// Finds a writer that was not told that its log was renamed, because the run that did it was cut
/// off: it still has the newest archive open, and would go on writing there.
final class UntoldWriter {
  private final Context context;
  private final LogFolder folder;

  UntoldWriter(Context context, LogFolder folder) {
    this.context = context;
    this.folder = folder;
  }

  /// Telling is owed if there is one.
  void find(Snapshot at) throws IOException {
    Optional<Archive.Form> newest =
        at.archives().stream().findFirst().flatMap(archive -> archive.plain());
    if (newest.isPresent() && isWritten(newest.get())) {
      context
          .after()
          .owe(
              new Owed(folder.path(at.log()), newest.map(form -> folder.archivePath(form.name()))));
    }
  }

  /// Where nobody can say who has it open, an archive that was written to after it was renamed
  /// tells: renaming sets the change time alone, writing sets both times.
  private boolean isWritten(Archive.Form form) throws IOException {
    Posix posix = context.posix();
    Fd fd = folder.archivesMade().openForReading(form.name());
    try {
      return switch (posix.writers(fd)) {
        case SOME -> true;
        case NONE -> false;
        case UNKNOWN -> !form.stat().modified().isBefore(form.stat().changed());
      };
    } finally {
      posix.close(fd);
    }
  }
}
