package filereeve.manual;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text as roff has it, and the marks within a line of Markdown as fonts: `` `code` `` and
/// `**bold**` are bold, `*italic*` is italic.
final class RoffText {
  private static final Pattern MARK =
      Pattern.compile(
          "`([^`]+)`|\\*\\*(.+?)\\*\\*|\\*(\\S|\\S[^*]*\\S)\\*|\\[([^]]+)]\\(([^)]+)\\)");

  /// Where a line of JSON may be broken, which has no blank.
  private static final Pattern BREAK = Pattern.compile(",(?=\\S)");

  private static final String ROMAN = "\\fR";
  private static final String BOLD = "\\fB";
  private static final String ITALIC = "\\fI";

  private RoffText() {}

  /// One line, however long.
  static String ofMarkdown(String markdown) {
    return marked(markdown, ROMAN);
  }

  /// @param font of what is around
  private static String marked(String markdown, String font) {
    var out = new StringBuilder();
    Matcher mark = MARK.matcher(markdown);
    int end = 0;
    while (mark.find()) {
      out.append(prose(markdown.substring(end, mark.start())));
      out.append(ofMark(mark, font));
      end = mark.end();
    }
    return out.append(prose(markdown.substring(end))).toString();
  }

  private static String ofMark(Matcher mark, String font) {
    if (mark.group(1) != null) {
      return BOLD + BREAK.matcher(literal(mark.group(1))).replaceAll(",\\\\:") + font;
    }
    if (mark.group(2) != null) {
      return BOLD + marked(mark.group(2), BOLD) + font;
    }
    if (mark.group(3) != null) {
      return ITALIC + marked(mark.group(3), ITALIC) + font;
    }
    return marked(mark.group(4), font);
  }

  /// What is typed as it stands: its characters are ASCII's on every terminal, so that one can
  /// search for them and copy them.
  static String literal(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '-' -> out.append("\\-");
                case '\'' -> out.append("\\(aq");
                case '`' -> out.append("\\(ga");
                case '^' -> out.append("\\(ha");
                case '~' -> out.append("\\(ti");
                default -> out.append(escaped(character));
              }
            });
    return out.toString();
  }

  private static String prose(String text) {
    var out = new StringBuilder();
    text.codePoints().forEach(character -> out.append(escaped(character)));
    return out.toString();
  }

  private static String escaped(int character) {
    return switch (character) {
      case '\\' -> "\\e";
      case '"' -> "\\(dq"; // it would end the argument of a macro
      case '…' -> "...";
      default ->
          character < 0x80 ? Character.toString(character) : "\\[u%04X]".formatted(character);
    };
  }

  /// A line that cannot be taken for a request.
  static String line(String text) {
    return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
  }
}
