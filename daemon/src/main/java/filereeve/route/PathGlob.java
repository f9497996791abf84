package filereeve.route;

import filereeve.route.NameGlob.Token;
import filereeve.route.PathGlob.Part.Deep;
import filereeve.route.PathGlob.Part.Name;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A glob without alternatives, as its parts between the slashes.
///
/// @param parts never ends with [Deep]: a `**` at the end is read as `**/*`
/// @param fixed the names that the first parts stand for, up to the first wildcard
record PathGlob(List<Part> parts, List<String> fixed) {
  sealed interface Part {
    /// Exactly one name.
    record Name(NameGlob glob) implements Part {}

    /// `**`: any number of directories that are not hidden, also none.
    record Deep() implements Part {}
  }

  PathGlob(List<Part> parts) {
    this(parts, fixed(parts));
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

  /// The same last name in another directory, relative to its own or absolute.
  PathGlob movedTo(Path directory) {
    var moved = new ArrayList<Part>();
    if (!directory.isAbsolute()) {
      moved.addAll(parts.subList(0, parts.size() - 1));
    }
    for (Path name : directory) {
      moved.add(new Name(NameGlob.literal(name.toString())));
    }
    moved.add(parts.getLast());
    return new PathGlob(List.copyOf(moved));
  }

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
