package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.files.Directory;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/// Whether a process has an archive open for writing: one that has not opened its new log yet, or
/// never will.
record ArchiveWriterCheck(Posix posix, InstantSource clock) {
  /// Where nobody can say whether a writer has it open.
  private static final Duration QUIET = Duration.ofSeconds(60);

  boolean isWritten(Directory directory, Archive.Variant variant) throws IOException {
    Fd fd = directory.openForReading(variant.name());
    try {
      return isWritten(fd, variant.stat());
    } finally {
      posix.close(fd);
    }
  }

  boolean isWritten(Fd fd, Stat stat) throws IOException {
    return switch (posix.writers(fd)) {
      case SOME -> true;
      case NONE -> false;
      case UNKNOWN -> stat.modified().plus(QUIET).isAfter(clock.instant());
    };
  }
}
