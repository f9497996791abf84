package filereeve.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The directories that inotify watches, by the numbers of their watches. A directory that is
/// mounted several times has several names but one watch.
///
/// Thread: safe for use by many threads.
final class WatchedDirectories {
  private final Map<Integer, Path> names = new HashMap<>();

  /// The further names of directories that have more than one.
  private final Map<Integer, Set<Path>> more = new HashMap<>();

  /// The names that were put since the renewal began.
  private final Set<Path> renewed = new HashSet<>();

  private boolean renewing;

  synchronized void put(int watch, Path name) {
    if (renewing) {
      renewed.add(name);
    }
    Path known = names.putIfAbsent(watch, name);
    if (known == null || known.equals(name)) {
      return;
    }
    if (isSame(known, name)) {
      more.computeIfAbsent(watch, _ -> new HashSet<>()).add(name);
    } else {
      names.put(watch, name); // it was renamed, and no event said so
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException _) {
      return false;
    }
  }

  /// All names of a directory; none if it is no longer watched.
  synchronized List<Path> names(int watch) {
    Path name = names.get(watch);
    if (name == null) {
      return List.of();
    }
    Set<Path> others = more.getOrDefault(watch, Set.of());
    if (others.isEmpty()) {
      return List.of(name);
    }
    var all = new ArrayList<Path>(others.size() + 1);
    all.add(name);
    all.addAll(others);
    return all;
  }

  synchronized void remove(int watch) {
    names.remove(watch);
    more.remove(watch);
  }

  synchronized int size() {
    return names.size();
  }

  synchronized void beginRenewal() {
    renewed.clear();
    renewing = true;
  }

  /// Forgets names at or below this path that were not put since the renewal began.
  ///
  /// @return the watches that are left without a name
  synchronized List<Integer> endRenewal(Path top) {
    List<Integer> nameless = forget(top, renewed);
    renewing = false;
    renewed.clear();
    return nameless;
  }

  /// Forgets all names at or below this path.
  ///
  /// @return the watches that are left without a name
  synchronized List<Integer> forget(Path top) {
    return forget(top, Set.of());
  }

  private List<Integer> forget(Path top, Set<Path> but) {
    var nameless = new ArrayList<Integer>();
    more.values().forEach(all -> all.removeIf(p -> p.startsWith(top) && !but.contains(p)));
    more.values().removeIf(Set::isEmpty);
    names.forEach(
        (watch, name) -> {
          if (name.startsWith(top) && !but.contains(name)) {
            nameless.add(watch);
          }
        });
    nameless.removeIf(this::takesItsNextName);
    nameless.forEach(names::remove);
    return nameless;
  }

  private boolean takesItsNextName(int watch) {
    Set<Path> others = more.getOrDefault(watch, Set.of());
    if (others.isEmpty()) {
      return false;
    }
    Path next = others.iterator().next();
    others.remove(next);
    names.put(watch, next);
    return true;
  }
}
