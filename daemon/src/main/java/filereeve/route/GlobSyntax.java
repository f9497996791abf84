package filereeve.route;

import java.nio.file.Path;

/// Reads the characters of a glob.
final class GlobSyntax {
  private static final String WILDCARDS = "*?[{";

  private GlobSyntax() {}

  static Path root(String text) {
    int end = 0;
    for (int slash = 0; slash >= 0; slash = text.indexOf('/', slash + 1)) {
      int next = text.indexOf('/', slash + 1);
      String name = text.substring(slash + 1, next < 0 ? text.length() : next);
      if (name.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0)) {
        return Path.of(text.substring(0, Math.max(1, end)));
      }
      end = next < 0 ? text.length() : next;
    }
    return Path.of(text);
  }

  static String regex(String text) {
    var out = new StringBuilder();
    int braces = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean atNameStart = i > 0 && text.charAt(i - 1) == '/';
      switch (c) {
        case '*' -> {
          boolean deep = atNameStart && text.startsWith("**", i);
          if (deep && text.startsWith("**/", i)) {
            out.append("(?:(?!\\.)[^/]+/)*");
            i += 2;
          } else if (deep && i + 2 == text.length()) {
            out.append("(?:(?!\\.)[^/]+/)*(?!\\.)[^/]+");
            i += 1;
          } else {
            out.append(atNameStart ? "(?!\\.)[^/]*" : "[^/]*");
          }
        }
        case '?' -> out.append(atNameStart ? "(?!\\.)[^/]" : "[^/]");
        case '[' -> {
          int close = text.indexOf(']', i + 2);
          if (close < 0) {
            throw new IllegalArgumentException("\"[\" without \"]\" in \"" + text + "\"");
          }
          String set = text.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[");
          out.append("(?!/)").append(atNameStart ? "(?!\\.)" : "").append('[');
          out.append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
          i = close;
        }
        case '{' -> {
          braces++;
          out.append("(?:");
        }
        case '}' -> {
          out.append(braces > 0 ? ")" : "\\}");
          braces = Math.max(0, braces - 1);
        }
        case ',' -> out.append(braces > 0 ? "|" : ",");
        default -> out.append("\\.+()|^$@%&\\]".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
      }
    }
    if (braces > 0) {
      throw new IllegalArgumentException("\"{\" without \"}\" in \"" + text + "\"");
    }
    return out.toString();
  }
}
