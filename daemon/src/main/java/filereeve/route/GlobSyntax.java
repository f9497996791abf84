package filereeve.route;

import filereeve.route.NameGlob.Range;
import filereeve.route.NameGlob.Token;
import filereeve.route.PathGlob.Part;
import java.util.ArrayList;
import java.util.List;

/// Reads the characters of a glob. Every complaint is an [IllegalArgumentException] that quotes the
/// glob.
final class GlobSyntax {
  private final String text;

  private GlobSyntax(String text) {
    this.text = text;
  }

  /// The glob as it stands for all its alternatives.
  static List<PathGlob> parse(String text) {
    return Alternatives.of(text).stream().map(each -> new GlobSyntax(text).path(each)).toList();
  }

  private PathGlob path(String absolute) {
    if (!absolute.startsWith("/")) {
      throw wrong("the path must be absolute");
    }
    if (absolute.indexOf('\0') >= 0) {
      throw wrong("a name cannot hold the character NUL");
    }
    var parts = new ArrayList<Part>();
    for (String name : absolute.substring(1).split("/", -1)) {
      if (name.equals("**")) {
        parts.add(new Part.Deep());
      } else {
        parts.add(new Part.Name(name(name)));
      }
    }
    if (parts.getLast() instanceof Part.Deep) {
      parts.add(new Part.Name(NameGlob.ANY));
    }
    return new PathGlob(List.copyOf(parts));
  }

  private NameGlob name(String name) {
    if (name.isEmpty()) {
      throw wrong("an empty name (two slashes together, or one at the end)");
    }
    if (name.equals(".") || name.equals("..")) {
      throw wrong("\"" + name + "\" is not allowed, write the path without it");
    }
    var tokens = new ArrayList<Token>();
    int at = 0;
    while (at < name.length()) {
      int character = name.codePointAt(at);
      switch (character) {
        case '*' -> {
          if (name.startsWith("**", at)) {
            throw wrong("\"**\" must stand alone between slashes");
          }
          tokens.add(new Token.Star());
          at++;
        }
        case '?' -> {
          tokens.add(Token.OneOf.ANY);
          at++;
        }
        case '[' -> at = set(name, at, tokens);
        case '\\' -> {
          if (at + 1 == name.length()) {
            throw wrong("a \"\\\" with nothing after it in its name");
          }
          tokens.add(new Token.Literal(name.codePointAt(at + 1)));
          at += 1 + Character.charCount(name.codePointAt(at + 1));
        }
        default -> {
          tokens.add(new Token.Literal(character));
          at += Character.charCount(character);
        }
      }
    }
    return new NameGlob(List.copyOf(tokens));
  }

  /// Reads `[…]`; a `]` that comes first and a `-` that comes first or last stand for themselves.
  ///
  /// @return where the name continues
  private int set(String name, int open, List<Token> tokens) {
    int from = open + 1;
    boolean negated = from < name.length() && "!^".indexOf(name.charAt(from)) >= 0;
    if (negated) {
      from++;
    }
    int close = name.indexOf(']', from + 1);
    if (close < 0) {
      throw wrong("a \"[\" without \"]\" in its name");
    }
    if (name.startsWith("[:", from)) {
      throw wrong("classes such as [:alpha:] are not known, write a range such as [a-z]");
    }
    int[] set = name.substring(from, close).codePoints().toArray();
    var ranges = new ArrayList<Range>();
    for (int i = 0; i < set.length; i++) {
      boolean range = i + 2 < set.length && set[i + 1] == '-';
      if (range && set[i] > set[i + 2]) {
        throw wrong("the range \"%s\" runs backwards".formatted(new String(set, i, 3)));
      }
      ranges.add(new Range(set[i], range ? set[i + 2] : set[i]));
      i += range ? 2 : 0;
    }
    tokens.add(new Token.OneOf(negated, List.copyOf(ranges)));
    return close + 1;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + ": \"" + text + "\"");
  }
}
