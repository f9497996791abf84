package filereeve.watch;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;

/// The folders that could not be registered. Past a limit they are held as the folder that they are
/// all in, so that it never takes much memory.
///
/// Thread: guarded by its [Tree].
final class Unwatched {
  static final int LIMIT = 1_000;

  private final Set<Path> folders = new HashSet<>();

  void add(Path folder) {
    folders.add(folder);
    if (folders.size() > LIMIT) {
      Path common = common();
      folders.clear();
      folders.add(common);
    }
  }

  private Path common() {
    Iterator<Path> all = folders.iterator();
    Path common = all.next();
    while (all.hasNext()) {
      Path next = all.next();
      while (!next.startsWith(common)) {
        common = Objects.requireNonNull(common.getParent(), "/ is above all");
      }
    }
    return common;
  }

  void remove(Path folder) {
    folders.remove(folder);
  }

  void removeBelow(Path top) {
    folders.removeIf(f -> f.startsWith(top));
  }

  boolean contains(Path folder) {
    return folders.contains(folder);
  }

  Set<Path> all() {
    return Set.copyOf(folders);
  }
}
