package filereeve.replace;

import filereeve.files.Directory;
import filereeve.files.TempNames;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The temporary files of the compressions that are going on, so that none of them is mistaken for
/// one that a crash left behind. Other processes have none: the daemon is alone on its state
/// directory.
final class TempFiles {
  private static final int ONLY_OURS = 0600;

  /// A name in a directory, whatever path led there.
  private record Place(Directory.Identity directory, Path name) {}

  private final Posix posix;
  private final Set<Place> inUse;

  TempFiles(Posix posix) {
    this(posix, ConcurrentHashMap.newKeySet());
  }

  private TempFiles(Posix posix, Set<Place> inUse) {
    this.posix = posix;
    this.inUse = inUse;
  }

  /// The same files, with other rights to them.
  TempFiles with(Posix other) {
    return new TempFiles(other, inUse);
  }

  /// Makes the temporary file for a target, in place of one that a crash left behind.
  ///
  /// @return empty if the same target is being made already
  Optional<TempFile> make(Directory directory, Path target) throws IOException {
    Path name = TempNames.of(target, TempNames.Purpose.COMPRESS);
    var place = new Place(directory.identity(), name);
    if (!inUse.add(place)) {
      return Optional.empty();
    }
    boolean made = false;
    try {
      Fd fd = create(directory, name);
      made = true;
      return Optional.of(new TempFile(posix, directory, name, fd, () -> inUse.remove(place)));
    } finally {
      if (!made) {
        inUse.remove(place);
      }
    }
  }

  private static Fd create(Directory directory, Path name) throws IOException {
    try {
      return directory.create(name, ONLY_OURS);
    } catch (PosixException e) {
      if (e.errno() != Errno.EEXIST || !removeRegular(directory, name)) {
        throw e;
      }
      return directory.create(name, ONLY_OURS);
    }
  }

  /// @return the names that were removed
  List<Path> removeLeftOvers(Directory directory) throws IOException {
    var removed = new ArrayList<Path>();
    for (Path name : directory.names()) {
      boolean ours = TempNames.isFor(TempNames.Purpose.COMPRESS, name);
      if (ours && removeUnused(directory, name)) {
        removed.add(name);
      }
    }
    return removed;
  }

  private boolean removeUnused(Directory directory, Path name) throws IOException {
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
