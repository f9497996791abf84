package filereeve.route;

import java.util.BitSet;
import java.util.List;

/// A glob for one name of a path: what stands between two slashes. It never matches a name that
/// begins with a dot, unless it begins with that dot itself.
///
/// @param tokens never empty
record NameGlob(List<Token> tokens) {
  /// `*`: any name that is not hidden.
  static final NameGlob ANY = new NameGlob(List.of(new Token.Star()));

  /// One position of the glob.
  sealed interface Token {
    record Literal(int character) implements Token {}

    /// `*`: any characters, also none.
    record Star() implements Token {}

    /// `?` or `[…]`: one character in (or, if negated, outside) the ranges.
    record OneOf(boolean negated, List<Range> ranges) implements Token {
      static final OneOf ANY = new OneOf(true, List.of());
    }
  }

  /// Characters, both ends included.
  record Range(int first, int last) {}

  /// The one that matches this name only.
  static NameGlob literal(String name) {
    return new NameGlob(name.codePoints().<Token>mapToObj(Token.Literal::new).toList());
  }

  boolean isLiteral() {
    return tokens.stream().allMatch(t -> t instanceof Token.Literal);
  }

  long literals() {
    return tokens.stream().filter(t -> t instanceof Token.Literal).count();
  }

  /// Compares the literal end first: most names of a directory differ from `*.log` there. Goes back
  /// to the last `*` only, which is enough and keeps it quick whatever the glob.
  boolean matches(String name) {
    if (name.startsWith(".") && !beginsWithDot()) {
      return false;
    }
    int end = name.length();
    int last = tokens.size();
    while (last > 0 && tokens.get(last - 1) instanceof Token.Literal(int literal)) {
      if (end == 0 || name.codePointBefore(end) != literal) {
        return false;
      }
      end -= Character.charCount(literal);
      last--;
    }
    return matches(name, end, last);
  }

  /// Whether the first tokens match the first part of a name.
  ///
  /// @param end of that part
  /// @param last how many tokens
  private boolean matches(String name, int end, int last) {
    int at = 0;
    int token = 0;
    int star = -1;
    int starAt = 0;
    while (at < end) {
      int character = name.codePointAt(at);
      if (token < last && tokens.get(token) instanceof Token.Star) {
        star = token++;
        starAt = at;
        if (token == last) {
          return true;
        }
      } else if (token < last && accepts(tokens.get(token), character)) {
        token++;
        at += Character.charCount(character);
      } else if (star >= 0) {
        token = star + 1;
        starAt += Character.charCount(name.codePointAt(starAt));
        at = starAt;
      } else {
        return false;
      }
    }
    while (token < last && tokens.get(token) instanceof Token.Star) {
      token++;
    }
    return token == last;
  }

  /// Whether some name matches both: a walk over all pairs of positions, each seen once.
  boolean intersects(NameGlob other) {
    boolean dotAllowed = beginsWithDot() && other.beginsWithDot();
    return new Product(tokens, other.tokens, dotAllowed).meet(0, 0, true);
  }

  private boolean beginsWithDot() {
    return tokens.getFirst() instanceof Token.Literal(int character) && character == '.';
  }

  private static boolean accepts(Token token, int character) {
    return switch (token) {
      case Token.Literal(int literal) -> literal == character;
      case Token.Star() -> true;
      case Token.OneOf(boolean negated, List<Range> ranges) -> negated != isIn(ranges, character);
    };
  }

  private static boolean isIn(List<Range> ranges, int character) {
    for (Range range : ranges) {
      if (range.first() <= character && character <= range.last()) {
        return true;
      }
    }
    return false;
  }

  /// Two globs read side by side.
  private record Product(List<Token> a, List<Token> b, boolean dotAllowed, BitSet seen) {
    Product(List<Token> a, List<Token> b, boolean dotAllowed) {
      this(a, b, dotAllowed, new BitSet());
    }

    /// @param first no character has been read yet
    boolean meet(int i, int j, boolean first) {
      if (i == a.size() && j == b.size()) {
        return !first;
      }
      int state = ((i * (b.size() + 1)) + j) * 2 + (first ? 1 : 0);
      if (seen.get(state)) {
        return false;
      }
      seen.set(state);
      boolean starA = i < a.size() && a.get(i) instanceof Token.Star;
      boolean starB = j < b.size() && b.get(j) instanceof Token.Star;
      if ((starA && meet(i + 1, j, first)) || (starB && meet(i, j + 1, first))) {
        return true;
      }
      return i < a.size()
          && j < b.size()
          && shareCharacter(a.get(i), b.get(j), first)
          && meet(starA ? i : i + 1, starB ? j : j + 1, false);
    }

    /// The smallest shared character, if there is one, is where a range begins or just after one.
    private boolean shareCharacter(Token x, Token y, boolean first) {
      return shared(1, x, y, first)
          || shared('/' + 1, x, y, first)
          || bounds(x).stream().anyMatch(c -> shared(c, x, y, first))
          || bounds(y).stream().anyMatch(c -> shared(c, x, y, first));
    }

    private boolean shared(int character, Token x, Token y, boolean first) {
      return character != '/'
          && !(first && character == '.' && !dotAllowed)
          && accepts(x, character)
          && accepts(y, character);
    }

    private static List<Integer> bounds(Token token) {
      return switch (token) {
        case Token.Literal(int character) -> List.of(character);
        case Token.Star() -> List.of();
        case Token.OneOf(_, List<Range> ranges) ->
            ranges.stream()
                .<Integer>mapMulti(
                    (r, out) -> {
                      out.accept(r.first());
                      out.accept(r.last() + 1);
                    })
                .toList();
      };
    }
  }
}
