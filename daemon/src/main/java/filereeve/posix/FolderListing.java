package filereeve.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/// Lists folders with the kind of each entry, which the JDK does not: a walk of a large tree needs
/// to look at no file by itself.
///
/// Thread: one at a time.
public final class FolderListing {
  /// What an entry is.
  public enum Kind {
    FOLDER,
    LINK,
    OTHER,
    /// The filesystem does not tell: it has to be looked at.
    UNKNOWN
  }

  /// Is told of each entry.
  public interface Visit {
    /// Whether the name of such an entry is wanted; to make it costs something.
    boolean wants(Kind kind);

    void entry(Path name, Kind kind);
  }

  private final Libc libc = new Libc();
  private final Names names = new Names(libc);
  private final MemorySegment buffer = Arena.ofAuto().allocate(32 << 10, 8);
  private final Architecture architecture = Architecture.ofThisProcess();

  /// @throws NoSuchFileException if it is not there
  /// @throws NotDirectoryException if it is no folder, or a symbolic link
  /// @throws AccessDeniedException if it must not be read
  public void list(Path folder, Visit visit) throws IOException {
    list(folder, Open.FOLDER, visit);
  }

  /// The same where a symbolic link may lead to the folder.
  public void listFollowing(Path folder, Visit visit) throws IOException {
    list(folder, Open.FOLDER_FOLLOW, visit);
  }

  private void list(Path folder, Open how, Visit visit) throws IOException {
    try {
      int flags = architecture.flags(how);
      Fd fd = names.open(Names.AT_FDCWD, folder, folder.toString(), flags, 0);
      try {
        new FolderEntries(libc, fd, buffer).each(visit);
      } finally {
        libc.call("close", fd.path(), e -> (int) Libc.close.invokeExact(e, fd.number()));
      }
    } catch (PosixException e) {
      throw asOfTheJdk(folder.toString(), e.errno());
    }
  }

  private static IOException asOfTheJdk(String folder, Errno errno) {
    return switch (errno) {
      case ENOENT -> new NoSuchFileException(folder);
      case ENOTDIR, ELOOP -> new NotDirectoryException(folder);
      case EACCES -> new AccessDeniedException(folder);
      case EMFILE -> new FileSystemException(folder, null, "Too many open files");
      default -> new FileSystemException(folder, null, errno.meaning());
    };
  }
}
