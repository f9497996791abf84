package filereeve.handler.rotate;

import filereeve.files.Archive;
import filereeve.files.Folder;
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
    Optional<Archive> newest = at.archives().stream().findFirst();
    Optional<Archive.Form> plain = newest.flatMap(Archive::plain);
    if (plain.isPresent() && isWritten(folder.of(newest.get()), plain.get())) {
      context
          .after()
          .owe(
              new Owed(
                  folder.path(at.log()),
                  Optional.of(newest.get().folder().resolve(plain.get().name()))));
    }
  }

  /// Where nobody can say who has it open, an archive that was written to after it was renamed
  /// tells: renaming sets the change time alone, writing sets both times.
  private boolean isWritten(Folder archives, Archive.Form form) throws IOException {
    Posix posix = context.posix();
    Fd fd = archives.openForReading(form.name());
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
