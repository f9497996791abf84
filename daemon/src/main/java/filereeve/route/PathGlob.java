package filereeve.route;

import filereeve.route.NameGlob.Token;
import filereeve.route.PathGlob.Part.Deep;
import filereeve.route.PathGlob.Part.Name;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A glob without alternatives, as its parts between the slashes.
///
/// @param parts never ends with [Deep]: a `**` at the end is read as `**/*`
/// @param deep whether one of them is [Deep]
/// @param fixed the names that the first parts stand for, up to the first wildcard
record PathGlob(List<Part> parts, boolean deep, List<String> fixed) {
  sealed interface Part {
    /// Exactly one name.
    record Name(NameGlob glob) implements Part {}

    /// `**`: any number of folders that are not hidden, also none.
    record Deep() implements Part {}
  }

  PathGlob(List<Part> parts) {
    this(parts, parts.stream().anyMatch(Deep.class::isInstance), fixed(parts));
  }

  private static List<String> fixed(List<Part> parts) {
    var names = new ArrayList<String>();
    for (Part part : parts) {
      if (!(part instanceof Part.Name(NameGlob name)) || !name.isLiteral()) {
        return List.copyOf(names);
      }
      var text = new StringBuilder();
      name.tokens().forEach(t -> text.appendCodePoint(((Token.Literal) t).character()));
      names.add(text.toString());
    }
    return List.copyOf(names);
  }

  boolean matches(String[] names) {
    return deep ? reach(names, false) : names.length == parts.size() && begin(names);
  }

  /// Whether more names can be added after these so that the whole matches.
  boolean mayMatchBelow(String[] names) {
    return deep ? reach(names, true) : names.length < parts.size() && begin(names);
  }

  /// Whether the parts begin with these names, one for one. The last differs most often.
  private boolean begin(String[] names) {
    for (int i = names.length - 1; i >= 0; i--) {
      if (!name(i).matches(names[i])) {
        return false;
      }
    }
    return true;
  }

  /// Reads the names one by one, with all parts that can come next as a set.
  private boolean reach(String[] names, boolean below) {
    int common = Math.min(names.length, fixed.size());
    for (int i = 0; i < common; i++) {
      if (!fixed.get(i).equals(names[i])) {
        return false;
      }
    }
    if (names.length < fixed.size()) {
      return below;
    }
    var next = new BitSet(parts.size() + 1);
    next.set(common);
    skipDeep(next);
    for (int n = common; n < names.length; n++) {
      String name = names[n];
      var after = new BitSet(parts.size() + 1);
      for (int i = next.nextSetBit(0); i >= 0 && i < parts.size(); i = next.nextSetBit(i + 1)) {
        switch (parts.get(i)) {
          case Name(NameGlob glob) -> after.set(i + 1, after.get(i + 1) || glob.matches(name));
          case Deep() -> after.set(i, after.get(i) || !name.startsWith("."));
        }
      }
      if (after.isEmpty()) {
        return false;
      }
      skipDeep(after);
      next = after;
    }
    return below ? next.nextSetBit(0) < parts.size() : next.get(parts.size());
  }

  private void skipDeep(BitSet next) {
    for (int i = next.nextSetBit(0); i >= 0 && i < parts.size(); i = next.nextSetBit(i + 1)) {
      if (parts.get(i) instanceof Deep) {
        next.set(i + 1);
      }
    }
  }

  /// Whether some path matches both.
  boolean intersects(PathGlob other) {
    return meet(other, 0, 0, new BitSet());
  }

  private boolean meet(PathGlob other, int i, int j, BitSet seen) {
    if (i == parts.size() || j == other.parts.size()) {
      return i == parts.size() && j == other.parts.size();
    }
    int state = i * other.parts.size() + j;
    if (seen.get(state)) {
      return false;
    }
    seen.set(state);
    boolean deep = parts.get(i) instanceof Deep;
    boolean otherDeep = other.parts.get(j) instanceof Deep;
    if ((deep && meet(other, i + 1, j, seen)) || (otherDeep && meet(other, i, j + 1, seen))) {
      return true;
    }
    return !(deep && otherDeep)
        && name(i).intersects(other.name(j))
        && meet(other, deep ? i : i + 1, otherDeep ? j : j + 1, seen);
  }

  /// What one name here must match.
  private NameGlob name(int part) {
    return switch (parts.get(part)) {
      case Name(NameGlob glob) -> glob;
      case Deep() -> NameGlob.ANY;
    };
  }

  /// Characters that stand for themselves.
  long literals() {
    return parts.stream().mapToLong(p -> p instanceof Name(NameGlob g) ? g.literals() : 0).sum();
  }

  /// Tokens that stand for more than one character or name.
  long wildcards() {
    return parts.stream()
        .mapToLong(p -> p instanceof Name(NameGlob g) ? g.tokens().size() - g.literals() : 1)
        .sum();
  }
}
