package filereeve.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/// Lists directories with the kind of each entry, which the JDK does not, so that a walk of a large
/// tree need not stat each file.
///
/// Thread: one at a time.
public final class DirectoryListing {
  /// What an entry is.
  public enum Kind {
    DIRECTORY,
    LINK,
    OTHER,
    /// The filesystem does not say: the entry has to be inspected.
    UNKNOWN
  }

  /// Receives each entry.
  public interface Visit {
    /// Whether the name of such an entry is wanted; decoding one takes time.
    default boolean wants(Kind kind) {
      return true;
    }

    void entry(Path name, Kind kind);
  }

  private final Libc libc = new Libc();
  private final MemorySegment buffer = Arena.ofAuto().allocate(32 << 10, 8);

  /// @throws NoSuchFileException if it is not there
  /// @throws NotDirectoryException if it is no directory, or a symbolic link
  /// @throws AccessDeniedException if it may not be read
  public void list(Path directory, Visit visit) throws IOException {
    list(directory, Open.DIRECTORY, visit);
  }

  /// The same where a symbolic link may lead to the directory.
  public void listFollowing(Path directory, Visit visit) throws IOException {
    list(directory, Open.DIRECTORY_FOLLOW, visit);
  }

  private void list(Path directory, Open how, Visit visit) throws IOException {
    try {
      int flags = libc.architecture().flags(how);
      Fd fd = NameCalls.open(libc, Uapi.AT_FDCWD, directory, directory.toString(), flags, 0);
      try {
        new DirectoryEntries(libc, fd, buffer).each(visit);
      } finally {
        libc.close(fd);
      }
    } catch (PosixException e) {
      throw asOfTheJdk(directory.toString(), e);
    }
  }

  private static IOException asOfTheJdk(String directory, PosixException e) {
    return switch (e.errno()) {
      case ENOENT -> new NoSuchFileException(directory);
      case ENOTDIR, ELOOP -> new NotDirectoryException(directory);
      case EACCES -> new AccessDeniedException(directory);
      default -> e;
    };
  }
}
