package filereeve.route;

import java.util.ArrayList;
import java.util.List;

/// Writes `{a,b}` out, as a shell does before anything else.
final class Alternatives {
  /// More than a person writes, few enough to match quickly.
  private static final int MOST = 1_000;

  private final String text;
  private int at;

  private Alternatives(String text) {
    this.text = text;
  }

  static List<String> of(String text) {
    return new Alternatives(text).sequence(false);
  }

  /// Reads up to the end, or inside braces up to the `,` or `}` that ends this part of them.
  private List<String> sequence(boolean inBraces) {
    List<String> all = List.of("");
    while (at < text.length()) {
      char c = text.charAt(at);
      if (inBraces && (c == ',' || c == '}')) {
        return all;
      }
      all =
          switch (c) {
            case '{' -> product(all, braces());
            case '}' -> throw new IllegalArgumentException(wrong("a \"}\" without \"{\""));
            case '\\' -> product(all, List.of(take(Math.min(text.length(), at + 2))));
            case '[' -> product(all, List.of(take(afterSet())));
            default -> product(all, List.of(take(at + 1)));
          };
    }
    return all;
  }

  private List<String> braces() {
    at++;
    var options = new ArrayList<>(sequence(true));
    while (at < text.length() && text.charAt(at) == ',') {
      at++;
      options.addAll(sequence(true));
    }
    if (at == text.length()) {
      throw new IllegalArgumentException(wrong("a \"{\" without \"}\""));
    }
    at++;
    return options;
  }

  /// In a set, braces and commas are characters like others.
  private int afterSet() {
    int from = at + 1;
    if (from < text.length() && "!^".indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    int close = text.indexOf(']', from + 1);
    return close < 0 ? at + 1 : close + 1;
  }

  private String take(int end) {
    String part = text.substring(at, end);
    at = end;
    return part;
  }

  private List<String> product(List<String> heads, List<String> tails) {
    if ((long) heads.size() * tails.size() > MOST) {
      throw new IllegalArgumentException(wrong("more than " + MOST + " alternatives"));
    }
    return heads.stream().flatMap(h -> tails.stream().map(t -> h + t)).toList();
  }

  private String wrong(String what) {
    return what + " in \"" + text + "\"";
  }
}
