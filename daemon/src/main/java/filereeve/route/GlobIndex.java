package filereeve.route;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/// Globs, found by the folders that a path is in: a path is compared only with globs whose root is
/// the path itself or one of its parents, so hundreds of globs cost little more than one.
///
/// Thread: immutable once built.
final class GlobIndex<T> {
  private record Entry<T>(Glob glob, T value) {}

  private final Map<Path, List<Entry<T>>> byRoot = new HashMap<>();
  private final Set<Path> aboveRoots = new HashSet<>();

  void add(Glob glob, T value) {
    byRoot.computeIfAbsent(glob.root(), _ -> new ArrayList<>()).add(new Entry<>(glob, value));
    for (Path p = glob.root().getParent(); p != null; p = p.getParent()) {
      aboveRoots.add(p);
    }
  }

  /// Every glob that matches this path, with its value.
  void matching(Path path, BiConsumer<Glob, T> found) {
    String[] names = null;
    for (Path p = path; p != null; p = p.getParent()) {
      List<Entry<T>> entries = byRoot.get(p);
      if (entries != null) {
        names = names == null ? Glob.names(path) : names;
        for (Entry<T> entry : entries) {
          if (entry.glob.matches(names)) {
            found.accept(entry.glob, entry.value);
          }
        }
      }
    }
  }

  /// The value of every glob that can match something in this folder or further below.
  void reaching(Path folder, BiConsumer<Glob, T> found) {
    String[] names = Glob.names(folder);
    byRoot.forEach(
        (root, entries) -> {
          if (root.startsWith(folder) || folder.startsWith(root)) {
            for (Entry<T> entry : entries) {
              if (entry.glob.mayMatchBelow(names)) {
                found.accept(entry.glob, entry.value);
              }
            }
          }
        });
  }

  boolean mayMatchBelow(Path folder) {
    if (aboveRoots.contains(folder)) {
      return true;
    }
    String[] names = Glob.names(folder);
    for (Path p = folder; p != null; p = p.getParent()) {
      for (Entry<T> entry : byRoot.getOrDefault(p, List.of())) {
        if (entry.glob.mayMatchBelow(names)) {
          return true;
        }
      }
    }
    return false;
  }

  /// The roots of all globs, without those that are inside another one.
  Set<Path> roots() {
    var tops = new TreeSet<Path>(Comparator.naturalOrder());
    for (Path root : byRoot.keySet()) {
      boolean inside = false;
      for (Path p = root.getParent(); p != null && !inside; p = p.getParent()) {
        inside = byRoot.containsKey(p);
      }
      if (!inside) {
        tops.add(root);
      }
    }
    return tops;
  }
}
