package filereeve.codec;

import filereeve.files.Folder;
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
/// folder.
final class TempFiles {
  private static final int ONLY_OURS = 0600;

  /// A name in a folder, whatever path led there.
  private record Place(Folder.Identity folder, Path name) {}

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
  Optional<TempFile> make(Folder folder, Path target) throws IOException {
    Path name = TempNames.of(target, TempNames.Purpose.COMPRESS);
    var place = new Place(folder.identity(), name);
    if (!inUse.add(place)) {
      return Optional.empty();
    }
    boolean made = false;
    try {
      Fd fd = create(folder, name);
      made = true;
      return Optional.of(new TempFile(posix, folder, name, fd, () -> inUse.remove(place)));
    } finally {
      if (!made) {
        inUse.remove(place);
      }
    }
  }

  private static Fd create(Folder folder, Path name) throws IOException {
    try {
      return folder.create(name, ONLY_OURS);
    } catch (PosixException e) {
      if (e.errno() != Errno.EEXIST || !removeRegular(folder, name)) {
        throw e;
      }
      return folder.create(name, ONLY_OURS);
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
    var place = new Place(folder.identity(), name);
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
