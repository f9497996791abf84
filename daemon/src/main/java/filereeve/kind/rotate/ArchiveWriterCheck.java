package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.files.Directory;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/// Checks whether a process has an archive open for writing: one that has not reopened its log yet,
/// or never will.
record ArchiveWriterCheck(Posix posix, InstantSource clock) {
  /// Where the kernel cannot say whether a process has it open for writing: no write for this long.
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
