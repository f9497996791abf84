package filereeve.codec;

import filereeve.files.Folder;
import filereeve.files.TempNames;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
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
/// folder.
final class TempFiles {
  private static final int ONLY_OURS = 0600;

  /// A name in a folder, whatever path led there.
  private record Place(long device, long inode, Path name) {
    static Place of(Posix posix, Folder folder, Path name) throws IOException {
      Stat stat = posix.stat(folder.fd());
      return new Place(stat.device(), stat.inode(), name);
    }
  }

  private final Posix posix;
  private final Set<Place> inUse = ConcurrentHashMap.newKeySet();

  TempFiles(Posix posix) {
    this.posix = posix;
  }

  /// Makes the temporary file for a target, in place of one that a crash left behind.
  ///
  /// @return empty if the same target is being made already
  Optional<TempFile> make(Folder folder, Path target) throws IOException {
    Path name = TempNames.of(target, TempNames.Purpose.COMPRESS);
    Place place = Place.of(posix, folder, name);
    if (!inUse.add(place)) {
      return Optional.empty();
    }
    boolean made = false;
    try {
      removeRegular(folder, name);
      Fd fd = folder.create(name, ONLY_OURS);
      made = true;
      return Optional.of(new TempFile(posix, folder, name, fd, () -> inUse.remove(place)));
    } finally {
      if (!made) {
        inUse.remove(place);
      }
    }
  }

  /// @return the names that were removed
  List<Path> removeLeftOvers(Folder folder) throws IOException {
    var removed = new ArrayList<Path>();
    for (Path name : folder.names()) {
      boolean ours = TempNames.isFor(TempNames.Purpose.COMPRESS, name);
      if (ours && removeUnused(folder, name)) {
        removed.add(name);
      }
    }
    return removed;
  }

  private boolean removeUnused(Folder folder, Path name) throws IOException {
    Place place = Place.of(posix, folder, name);
    if (!inUse.add(place)) {
      return false;
    }
    try {
      return removeRegular(folder, name);
    } finally {
      inUse.remove(place);
    }
  }

  private static boolean removeRegular(Folder folder, Path name) throws IOException {
    boolean regular = folder.stat(name).filter(s -> s.type() == Stat.Type.REGULAR).isPresent();
    if (regular) {
      folder.unlink(name);
    }
    return regular;
  }
}
