package filereeve.route;

import filereeve.route.GlobIndex.Entry;
import filereeve.route.GlobIndex.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How far the globs of an index have come in one directory, so that a walk asks them only about
/// the next name.
///
/// Thread: immutable.
final class Position<T> implements Reach {
  /// A glob that was entered and can still match.
  private record Open<T>(Entry<T> entry, long state) {}

  /// Roots that are still to come; null if there are none.
  private final @Nullable Node<T> node;

  private final List<Open<T>> open;

  private Position(@Nullable Node<T> node, List<Open<T>> open) {
    this.node = node;
    this.open = open;
  }

  /// In the topmost directory.
  static <T> Position<T> at(Node<T> top) {
    var open = new ArrayList<Open<T>>();
    enter(top, open);
    return new Position<>(top, open);
  }

  private static <T> void enter(@Nullable Node<T> node, List<Open<T>> open) {
    if (node != null) {
      for (Entry<T> entry : node.entries) {
        open.add(new Open<>(entry, entry.tail().start()));
      }
    }
  }

  @Override
  public Position<T> in(String name) {
    boolean same = node == null;
    var after = new ArrayList<Open<T>>(open.size());
    for (Open<T> each : open) {
      long state = each.entry.tail().next(each.state, name);
      if (state == each.state) {
        after.add(each);
      } else {
        same = false;
        if (state != 0) {
          after.add(new Open<>(each.entry, state));
        }
      }
    }
    if (same) {
      return this;
    }
    Node<T> below = below(name);
    enter(below, after);
    return new Position<>(below == null || below.below.isEmpty() ? null : below, after);
  }

  /// Without the globs of these values.
  Position<T> without(Predicate<T> unwanted) {
    var left = new ArrayList<Open<T>>(open.size());
    for (Open<T> each : open) {
      if (!unwanted.test(each.entry.value())) {
        left.add(each);
      }
    }
    return left.size() == open.size() ? this : new Position<>(node, left);
  }

  private @Nullable Node<T> below(String name) {
    return node == null ? null : node.below.get(name);
  }

  /// Whether any glob matches this name here.
  boolean matches(String name) {
    for (Open<T> each : open) {
      GlobTail tail = each.entry.tail();
      if (tail.matches(tail.next(each.state, name))) {
        return true;
      }
    }
    Node<T> below = below(name);
    return below != null && below.isNamed();
  }

  /// Every glob that matches this name here, with its value.
  void matching(String name, BiConsumer<Glob, T> found) {
    for (Open<T> each : open) {
      GlobTail tail = each.entry.tail();
      if (tail.matches(tail.next(each.state, name))) {
        each.entry.find(found);
      }
    }
    Node<T> below = below(name);
    if (below != null) {
      for (Entry<T> entry : below.entries) {
        if (entry.isItsRoot()) {
          entry.find(found);
        }
      }
    }
  }

  /// How many globs are asked about this name.
  int comparisons(String name) {
    Node<T> below = below(name);
    return open.size() + (below == null ? 0 : below.entries.size());
  }

  @Override
  public boolean mayMatchBelow() {
    if (node != null && !node.below.isEmpty()) {
      return true;
    }
    for (Open<T> each : open) {
      if (each.entry.tail().mayMatchBelow(each.state)) {
        return true;
      }
    }
    return false;
  }

  /// Every glob that can match something here or further below, with its value.
  void reaching(BiConsumer<Glob, T> found) {
    for (Open<T> each : open) {
      if (each.entry.tail().mayMatchBelow(each.state)) {
        each.entry.find(found);
      }
    }
    if (node != null) {
      node.below.values().forEach(n -> n.all(found));
    }
  }
}
