package filereeve.kind.rotate;

import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.process.OpenWriters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Swaps a log for the new, empty one that follows it, so that whoever opens the log at any moment
/// finds one. The old log, which then has the temporary name of the new one, becomes the archive.
///
/// After an interruption between the two, the temporary name is that of the old log. So what has it
/// is removed only if it is unused: it is empty, and nobody writes it.
record LogSwap(Posix posix, LogDirectory directory) {
  /// Gives a log the name of its archive.
  ///
  /// @param newLog the temporary name of the new log, if there is one
  /// @return whether the new log has its name, too: not every filesystem can swap
  boolean archive(Path log, Optional<Path> newLog, Path archive) throws IOException {
    Directory logs = directory.logs();
    Directory archives = directory.archives();
    boolean swaps = newLog.isPresent() && logs.swap(newLog.get(), log);
    try {
      logs.rename(swaps ? newLog.get() : log, archives, archive);
    } catch (IOException e) {
      if (swaps) {
        swapBack(log, newLog.get(), e);
      }
      throw e;
    }
    return swaps;
  }

  /// Whoever has opened the new log keeps it. The next run then makes an archive of the old one.
  private void swapBack(Path log, Path temp, IOException failure) {
    try {
      if (isUnused(log)) {
        directory.logs().swap(temp, log);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /// Removes a new log that was left behind, unless it is the old one.
  void removeUnused(Path temp) throws IOException {
    if (isUnused(temp)) {
      directory.logs().remove(temp);
    }
  }

  /// Whether a name is surely not that of a log with lines, or of one that gets some.
  boolean isUnused(Path name) throws IOException {
    Optional<Stat> stat = directory.logs().stat(name);
    if (stat.filter(file -> file.type() == Stat.Type.REGULAR).isEmpty()) {
      return true;
    }
    return stat.get().size() == 0 && !isWritten(name);
  }

  private boolean isWritten(Path name) throws IOException {
    Fd file;
    try {
      file = directory.logs().openForReading(name);
    } catch (PosixException e) {
      if (e.errno() == Errno.EACCES) {
        return false; // it may only be written: nobody can tell
      }
      throw e;
    }
    try {
      return switch (posix.writers(file)) {
        case SOME -> true;
        case NONE -> false;
        case UNKNOWN -> mayBeOpen(OpenWriters.of(file));
      };
    } finally {
      posix.close(file);
    }
  }

  static boolean mayBeOpen(OpenWriters found) {
    return !found.writers().isEmpty() || !found.complete();
  }
}
