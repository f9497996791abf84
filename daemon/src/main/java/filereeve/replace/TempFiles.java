package filereeve.replace;

import filereeve.files.Closing;
import filereeve.files.Directory;
import filereeve.files.TempNames;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The temporary files of running compressions, so that none is mistaken for one that a crash left
/// behind. Only one daemon uses a state directory, so other processes have none.
///
/// Thread: safe for use by many threads.
final class TempFiles {
  private static final int ONLY_OURS = 0600;

  /// A temporary file that is being written.
  ///
  /// @param file open for reading and writing
  /// @param release must be run when the file is no longer in use
  record TempFile(Path name, OpenFile file, Runnable release) {}

  /// A name in a directory, independent of the directory's path.
  private record Place(Directory.Identity directory, Path name) {}

  private final Set<Place> inUse = ConcurrentHashMap.newKeySet();

  /// Creates the temporary file for a target; replaces one that a crash left behind.
  ///
  /// @return empty if the same target is being written already
  Optional<TempFile> create(Posix posix, Directory directory, Path target) throws IOException {
    Path name = TempNames.of(target, TempNames.Purpose.COMPRESS);
    var place = new Place(directory.identity(), name);
    if (!inUse.add(place)) {
      return Optional.empty();
    }
    try {
      Fd fd = createIn(directory, name);
      try {
        OpenFile file = OpenFile.of(posix, directory, fd);
        return Optional.of(new TempFile(name, file, () -> inUse.remove(place)));
      } catch (IOException e) {
        Closing.suppressed(e, () -> directory.unlink(name));
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      inUse.remove(place);
      throw e;
    }
  }

  private static Fd createIn(Directory directory, Path name) throws IOException {
    try {
      return directory.create(name, ONLY_OURS);
    } catch (PosixException e) {
      if (e.errno() != Errno.EEXIST || !removeRegular(directory, name)) {
        throw e;
      }
      return directory.create(name, ONLY_OURS);
    }
  }

  /// @return false if it is in use or not a regular file
  boolean removeLeftOver(Directory directory, Path name) throws IOException {
    var place = new Place(directory.identity(), name);
    if (!inUse.add(place)) {
      return false;
    }
    try {
      return removeRegular(directory, name);
    } finally {
      inUse.remove(place);
    }
  }

  private static boolean removeRegular(Directory directory, Path name) throws IOException {
    boolean regular = directory.stat(name).filter(s -> s.type() == Stat.Type.REGULAR).isPresent();
    if (regular) {
      directory.unlink(name);
    }
    return regular;
  }
}
