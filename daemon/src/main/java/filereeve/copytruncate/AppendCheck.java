package filereeve.copytruncate;

import filereeve.files.Directory;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.Writers;
import filereeve.process.OpenWriters;
import filereeve.systemd.ServiceUnit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/// Checks whether all writers of a log append. A writer without `O_APPEND` does not tolerate that
/// the log is cut: it continues at its old offset, and the log then begins with zeros and is as
/// long as before.
public final class AppendCheck {
  private static final String DOES_NOT_APPEND =
      " writes without O_APPEND and would continue at its old offset, after zeros."
          + " Make it append, use \"method: rename\", or set \"unsafe_writer: accept\"";
  private static final String UNSEEN =
      "a process that the daemon cannot inspect may have it open, possibly without O_APPEND."
          + " Run the daemon as that user, or give it CAP_SYS_PTRACE (under systemd: "
          + ServiceUnit.OPEN
          + "), or set \"unsafe_writer: accept\"";

  private AppendCheck() {}

  /// Why the log must not be cut, with the remedy; empty if all writers append, or there are none.
  public static Optional<String> problem(Posix posix, Directory directory, Path log)
      throws IOException {
    Fd fd = directory.openForReading(log);
    try {
      if (posix.writers(fd) == Writers.NONE) {
        return Optional.empty();
      }
      OpenWriters open = OpenWriters.of(fd);
      if (!open.unsafe().isEmpty()) {
        return Optional.of(
            open.unsafe().stream().map(Object::toString).collect(Collectors.joining(", "))
                + DOES_NOT_APPEND);
      }
      return open.writers().isEmpty() && canBeWritten(posix.writers(fd), open)
          ? Optional.of(UNSEEN)
          : Optional.empty();
    } finally {
      posix.close(fd);
    }
  }

  /// Whether there can be a writer although none was found.
  ///
  /// @param writers determined after the scan: a writer can have closed the log meanwhile
  static boolean canBeWritten(Writers writers, OpenWriters found) {
    return switch (writers) {
      case NONE -> false;
      case SOME -> true; // of another user, or outside this container
      case UNKNOWN -> !found.complete();
    };
  }
}
