package filereeve.route;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Globs in the tree of their roots' names: a path is compared only with globs whose root is the
/// path itself or one of its parents, so hundreds of globs cost little more than one.
///
/// Thread: safe for use by many threads once built.
final class GlobIndex<T> {
  /// One alternative of a glob.
  record Entry<T>(GlobTail tail, Glob glob, T value) {
    /// Whether the root itself is what the glob names.
    boolean isItsRoot() {
      return tail.matches(tail.start());
    }

    void find(BiConsumer<Glob, T> found) {
      found.accept(glob, value);
    }
  }

  /// A directory, or a file that a glob names.
  static final class Node<T> {
    final Map<String, Node<T>> below = new HashMap<>();
    final List<Entry<T>> entries = new ArrayList<>(1);

    boolean isNamed() {
      for (Entry<T> entry : entries) {
        if (entry.isItsRoot()) {
          return true;
        }
      }
      return false;
    }

    void all(BiConsumer<Glob, T> found) {
      entries.forEach(entry -> entry.find(found));
      below.values().forEach(n -> n.all(found));
    }

    private void addRoots(Set<Path> tops) {
      if (entries.isEmpty()) {
        below.values().forEach(n -> n.addRoots(tops));
      } else {
        tops.add(entries.getFirst().glob().root());
      }
    }
  }

  /// A directory, and how far the globs have come in it.
  private record Asked<T>(Path directory, Position<T> position) {}

  private final Node<T> top = new Node<>();

  /// Where the last question was about: the next one is mostly about the same directory.
  private volatile @Nullable Asked<T> last;

  void add(Glob glob, T value) {
    last = null;
    Node<T> node = top;
    for (String name : Glob.names(glob.root())) {
      node = node.below.computeIfAbsent(name, _ -> new Node<>());
    }
    for (GlobTail tail : glob.tails()) {
      node.entries.add(new Entry<>(tail, glob, value));
    }
  }

  /// Every glob that matches this path, with its value; one with alternatives may come again.
  void matching(Path path, BiConsumer<Glob, T> found) {
    Path directory = path.getParent();
    if (directory == null) {
      return;
    }
    Asked<T> asked = last;
    if (asked == null || !asked.directory().equals(directory)) {
      asked = new Asked<>(directory, at(directory));
      last = asked;
    }
    asked.position().matching(String.valueOf(path.getFileName()), found);
  }

  /// Whether a value of this kind has a glob that matches this path.
  boolean anyMatching(Path path, Predicate<T> wanted) {
    boolean[] any = new boolean[1];
    matching(path, (_, value) -> any[0] |= wanted.test(value));
    return any[0];
  }

  /// How many times [#matching] asks a glob about a name.
  long comparisons(Path path) {
    long all = 0;
    Position<T> position = Position.at(top);
    for (String name : Glob.names(path)) {
      all += position.comparisons(name);
      position = position.in(name);
    }
    return all;
  }

  /// The value of every glob that can match something in this directory or further below.
  void reaching(Path directory, BiConsumer<Glob, T> found) {
    at(directory).reaching(found);
  }

  Position<T> at(Path directory) {
    Position<T> position = Position.at(top);
    for (String name : Glob.names(directory)) {
      position = position.in(name);
    }
    return position;
  }

  /// The roots of all globs, without those that are inside another one.
  Set<Path> roots() {
    var tops = new TreeSet<Path>(Comparator.naturalOrder());
    top.addRoots(tops);
    return tops;
  }
}
