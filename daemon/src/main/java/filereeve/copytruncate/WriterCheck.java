package filereeve.copytruncate;

import filereeve.files.Directory;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.Writers;
import filereeve.process.OpenWriters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Checks whether the writers of a log tolerate that it is cut. A writer without `O_APPEND`
/// continues at its old offset: the log then begins with zeros and is as long as before.
public sealed interface WriterCheck {
  /// All writers append, or there are none.
  record Safe() implements WriterCheck {}

  /// These writers do not append.
  record Unsafe(List<OpenWriters.Writer> writers) implements WriterCheck {
    /// Such as `java (4711), sh (12)`.
    public String names() {
      return writers.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
  }

  /// There is or may be a writer that this process must not inspect.
  record Unseen() implements WriterCheck {}

  static WriterCheck of(Posix posix, Directory directory, Path log) throws IOException {
    Fd fd = directory.openForReading(log);
    try {
      if (posix.writers(fd) == Writers.NONE) {
        return new Safe();
      }
      OpenWriters open = OpenWriters.of(fd);
      if (!open.unsafe().isEmpty()) {
        return new Unsafe(open.unsafe());
      }
      return open.writers().isEmpty() && canBeWritten(posix.writers(fd), open)
          ? new Unseen()
          : new Safe();
    } finally {
      posix.close(fd);
    }
  }

  /// Whether there can be a writer although none was found.
  ///
  /// @param writers determined after the scan: a writer can have closed the log meanwhile
  private static boolean canBeWritten(Writers writers, OpenWriters found) {
    return switch (writers) {
      case NONE -> false;
      case SOME -> true; // of another user, or outside this container
      case UNKNOWN -> !found.complete();
    };
  }
}
