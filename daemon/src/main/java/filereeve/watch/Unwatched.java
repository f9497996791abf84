package filereeve.watch;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;

/// The directories that could not be registered. Past a limit they are held as the directory that
/// they are all in, so that it never takes much memory.
///
/// Thread: guarded by its [Tree].
final class Unwatched {
  static final int LIMIT = 1_000;

  private final Set<Path> directories = new HashSet<>();

  void add(Path directory) {
    directories.add(directory);
    if (directories.size() > LIMIT) {
      Path common = common();
      directories.clear();
      directories.add(common);
    }
  }

  private Path common() {
    Iterator<Path> all = directories.iterator();
    Path common = all.next();
    while (all.hasNext()) {
      Path next = all.next();
      while (!next.startsWith(common)) {
        common = Objects.requireNonNull(common.getParent(), "/ is above all");
      }
    }
    return common;
  }

  void remove(Path directory) {
    directories.remove(directory);
  }

  void removeBelow(Path top) {
    directories.removeIf(f -> f.startsWith(top));
  }

  boolean contains(Path directory) {
    return directories.contains(directory);
  }

  Set<Path> all() {
    return Set.copyOf(directories);
  }
}
