package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.files.Directory;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;
import java.util.Optional;

/// Finds a writer that was not told that its log was renamed, because the run that did it was cut
/// off: it still has the newest archive open, and would go on writing there.
final class UntoldWriter {
  private final Context context;
  private final LogDirectory directory;

  UntoldWriter(Context context, LogDirectory directory) {
    this.context = context;
    this.directory = directory;
  }

  /// Telling is owed if there is one.
  void find(Snapshot at) throws IOException {
    Optional<Archive> newest = at.archives().stream().findFirst();
    Optional<Archive.Variant> plain = newest.flatMap(Archive::plain);
    if (plain.isPresent() && isWritten(directory.of(newest.get()), plain.get())) {
      context
          .after()
          .owe(
              new Owed(
                  directory.path(at.log()),
                  Optional.of(newest.get().directory().resolve(plain.get().name()))));
    }
  }

  /// Where nobody can say who has it open, an archive that was written to after it was renamed
  /// tells: renaming sets the change time alone, writing sets both times.
  private boolean isWritten(Directory archives, Archive.Variant variant) throws IOException {
    Posix posix = context.posix();
    Fd fd = archives.openForReading(variant.name());
    try {
      return switch (posix.writers(fd)) {
        case SOME -> true;
        case NONE -> false;
        case UNKNOWN -> !variant.stat().modified().isBefore(variant.stat().changed());
      };
    } finally {
      posix.close(fd);
    }
  }
}
