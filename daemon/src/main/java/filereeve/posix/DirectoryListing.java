package filereeve.posix;

import filereeve.posix.TrustedPath.LastLink;
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

  private final LinuxPosix calls = new LinuxPosix();
  private final MemorySegment buffer = Arena.ofAuto().allocate(32 << 10, 8);

  /// @throws NoSuchFileException if it is not there
  /// @throws UntrustedLinkException if its path leads through a link that is not followed
  /// @throws NotDirectoryException if it is no directory, or a symbolic link
  /// @throws AccessDeniedException if it may not be read
  public void list(Path directory, Visit visit) throws IOException {
    list(directory, LastLink.REFUSED, visit);
  }

  /// The same where a symbolic link may lead to the directory.
  public void listFollowing(Path directory, Visit visit) throws IOException {
    list(directory, LastLink.FOLLOWED, visit);
  }

  private void list(Path directory, LastLink last, Visit visit) throws IOException {
    try {
      Fd fd = new TrustedPath(calls, last).open(directory);
      try {
        new DirectoryEntries(calls.libc(), fd, buffer).each(visit);
      } finally {
        calls.close(fd);
      }
    } catch (UntrustedLinkException e) {
      throw e;
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
