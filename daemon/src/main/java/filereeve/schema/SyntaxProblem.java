package filereeve.schema;

import java.util.List;

/// Says in a user's words what the YAML parser says in its own.
final class SyntaxProblem {
  private record Translation(String words, String message, String remedy) {}

  private static final String QUOTE = "Put the value in double quotes";

  /// The first whose words are in the parser's complaint.
  private static final List<Translation> TRANSLATIONS =
      List.of(
          new Translation("TAB", "the indentation contains a tab", "Indent with spaces"),
          new Translation("character '@'", "a value cannot begin with `@`", QUOTE + ": \"@daily\""),
          new Translation("character '`'", "a value cannot begin with a backquote", QUOTE),
          new Translation("character '%'", "a value cannot begin with `%`", QUOTE),
          new Translation(
              "mapping values are not allowed",
              "unexpected `:`",
              "Check the indentation, or put a value that contains `: ` in double quotes"),
          new Translation(
              "could not find expected ':'",
              "the line before has no `:` after its key",
              "Write `key: value`"),
          new Translation(
              "unexpected end of stream",
              "a quoted text does not end",
              "Close it with the same kind of quote"),
          new Translation(
              "'<stream end>'", "the file ends inside of `[` or `{`", "Close it with `]` or `}`"),
          new Translation(
              "<block end>",
              "the indentation does not fit the lines before",
              "Indent keys of one section equally"),
          new Translation(
              "expected ',' or",
              "a comma or the closing bracket is missing",
              "Separate values by `,` and close with `]` or `}`"),
          new Translation(
              "unknown escape",
              "unknown escape sequence in a double-quoted text",
              "Write `\\\\` for a backslash, or use single quotes"),
          new Translation(
              "nesting depth", "the values are nested too deeply", "Use at most 32 levels"),
          new Translation(
              "Expected a property name",
              "a key is a list, a section or an alias",
              "Write plain text before the `:`, or quote it"),
          new Translation(
              "<document start>",
              "something follows the end of the document",
              "Remove the `...` line and what follows"),
          new Translation(
              "unexpected character found",
              "`*` or `&` begins an alias or an anchor with an odd name",
              QUOTE + ": \"*/5 * * * *\""),
          new Translation(
              "alphabetic or numeric",
              "`*` or `&` begins an alias or an anchor without a name",
              QUOTE + ": \"*/5 * * * *\""));

  private SyntaxProblem() {}

  static void report(Problems problems, Where where, String complaint) {
    for (Translation each : TRANSLATIONS) {
      if (complaint.contains(each.words())) {
        problems.error(where, "", each.message(), each.remedy());
        return;
      }
    }
    problems.error(
        where, "", "this is not YAML: " + complaint, "Check this line and the one before");
  }
}
