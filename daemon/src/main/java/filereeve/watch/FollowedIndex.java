package filereeve.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Maps real paths, which events name, to the names that changes are reported under.
///
/// Thread: guarded by its [Tree].
final class FollowedIndex {
  /// A name and the root that it belongs to.
  record Reported(Path name, Path root) {}

  private final Map<Path, Followed> byName = new LinkedHashMap<>();
  private final Map<Path, Set<Path>> byEntry = new HashMap<>();
  private final Map<Path, Set<Path>> byTree = new HashMap<>();
  private final Map<Path, Set<Path>> byContents = new HashMap<>();

  void put(Followed followed) {
    remove(followed.name());
    Path name = followed.name();
    byName.put(name, followed);
    followed.at().entries().forEach(e -> add(byEntry, e, name));
    followed.tree().ifPresent(t -> add(byTree, t, name));
    followed.contents().ifPresent(c -> add(byContents, c, name));
  }

  void remove(Path name) {
    Followed old = byName.remove(name);
    if (old != null) {
      old.at().entries().forEach(e -> drop(byEntry, e, name));
      old.tree().ifPresent(t -> drop(byTree, t, name));
      old.contents().ifPresent(c -> drop(byContents, c, name));
    }
  }

  void clear() {
    byName.clear();
    byEntry.clear();
    byTree.clear();
    byContents.clear();
  }

  List<Followed> all() {
    return List.copyOf(byName.values());
  }

  /// The names whose resolution passes through this path.
  List<Followed> over(Path entry) {
    return followed(byEntry, entry);
  }

  /// The names that writes in this single directory concern.
  List<Followed> watching(Path directory) {
    return followed(byContents, directory);
  }

  boolean leadsOver(Path entry) {
    return byEntry.containsKey(entry);
  }

  boolean watches(Path directory) {
    return byContents.containsKey(directory);
  }

  /// Whether this is the directory that a root leads to.
  boolean isTree(Path directory) {
    return byTree.containsKey(directory);
  }

  /// The names of this path below the roots, or of a root's own directory.
  List<Reported> names(Path real) {
    List<Reported> names = new ArrayList<>(1);
    for (Path p = real; p != null; p = p.getParent()) {
      for (Path root : byTree.getOrDefault(p, Set.of())) {
        Path name = p.equals(root) ? real : root.resolve(p.relativize(real));
        names.add(new Reported(p.equals(real) ? root : name, root));
      }
    }
    return names;
  }

  private List<Followed> followed(Map<Path, Set<Path>> index, Path key) {
    Set<Path> names = index.get(key);
    return names == null
        ? List.of()
        : names.stream().flatMap(n -> Optional.ofNullable(byName.get(n)).stream()).toList();
  }

  private static void add(Map<Path, Set<Path>> index, Path key, Path name) {
    index.computeIfAbsent(key, _ -> new LinkedHashSet<>(2)).add(name);
  }

  private static void drop(Map<Path, Set<Path>> index, Path key, Path name) {
    index.computeIfPresent(
        key,
        (_, names) -> {
          names.remove(name);
          return names.isEmpty() ? null : names;
        });
  }
}
