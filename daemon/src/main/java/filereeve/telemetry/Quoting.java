package filereeve.telemetry;

/// Keeps a text on one line, and away from the terminal's control sequences.
public final class Quoting {
  private static final char DELETE = 0x7f;

  private Quoting() {}

  /// As a JSON string, which is what logfmt puts between quotes too.
  static String quoted(String text) {
    var out = new StringBuilder(text.length() + 16).append('"');
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else {
                visible(c, out);
              }
            });
    return out.append('"').toString();
  }

  /// For people: nothing is quoted, and what cannot be seen is escaped.
  public static String visible(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> visible(c, out));
    return out.toString();
  }

  /// As it is where that is one word of visible characters, else as a JSON string.
  static String word(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == '"' || c == '=' || c >= DELETE) {
        return isVisible(text) ? text : quoted(text);
      }
    }
    return text.isEmpty() ? quoted(text) : text;
  }

  private static boolean isVisible(String text) {
    return text.codePoints().allMatch(c -> c > ' ' && c != '"' && c != '=' && !unseen(c));
  }

  /// Controls, line ends, and what makes text run backwards or hides in it.
  static boolean unseen(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static void visible(int c, StringBuilder out) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (Character.getType(c) == Character.SURROGATE) {
          out.append('\uFFFD');
        } else if (unseen(c)) {
          for (char unit : Character.toChars(c)) {
            out.append("\\u%04x".formatted((int) unit));
          }
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }
}
