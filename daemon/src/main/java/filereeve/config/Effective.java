package filereeve.config;

import filereeve.event.RuleName;
import filereeve.schema.Node;
import filereeve.schema.Node.Entry;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Node.Scalar;
import filereeve.schema.Node.Sequence;
import filereeve.schema.Where;
import filereeve.telemetry.Redaction;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The configuration that results from all layers, defaults included.
public final class Effective {
  /// Text that YAML reads back unchanged without quotes, in lists too.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._][A-Za-z0-9/._ +-]*");

  private final Mapping root;
  private final Redaction secrets;

  /// @param secrets that are written in the files
  Effective(Mapping root, Redaction secrets) {
    this.root = root;
    this.secrets = secrets;
  }

  Mapping root() {
    return root;
  }

  /// Where it begins.
  public Where where() {
    return root.where();
  }

  /// Where a rule is defined.
  public Where where(RuleName rule) {
    return Node.entries(root.get(rule.kind())).stream()
        .filter(entry -> entry.key().equals(rule.name()))
        .map(Entry::where)
        .findFirst()
        .orElse(root.where());
  }

  /// As one YAML file, with the origin of each value in a comment. A reference to a variable is
  /// written as it is in the file, and a secret as `****`.
  public String toYaml() {
    var out = new StringBuilder();
    for (Entry entry : root.entries()) {
      if (!entry.key().equals(Language.INCLUDE.name())) {
        write(entry, "", out);
      }
    }
    return secrets.of(out.toString());
  }

  private static void write(Entry entry, String indent, StringBuilder out) {
    out.append(indent).append(entry.key()).append(':');
    switch (entry.value()) {
      case Mapping mapping when !mapping.entries().isEmpty() -> {
        out.append('\n');
        mapping.entries().forEach(e -> write(e, indent + "  ", out));
      }
      case Mapping mapping -> out.append(" {}").append(comment(mapping)).append('\n');
      case Sequence list -> {
        String items = list.items().stream().map(Effective::flow).collect(Collectors.joining(", "));
        out.append(" [").append(items).append(']').append(comment(list)).append('\n');
      }
      case Scalar scalar ->
          out.append(' ').append(shown(entry.key(), scalar)).append(comment(scalar)).append('\n');
    }
  }

  private static String shown(String key, Scalar scalar) {
    return key.equals(NotifyKeys.PASSWORD.name()) ? "\"****\"" : text(scalar);
  }

  private static String comment(Node node) {
    return "  # " + node.where();
  }

  private static String flow(Node node) {
    return switch (node) {
      case Scalar scalar -> text(scalar);
      case Sequence(_, List<Node> items) ->
          "[" + items.stream().map(Effective::flow).collect(Collectors.joining(", ")) + "]";
      case Mapping(_, List<Entry> entries) ->
          entries.stream()
              .map(e -> e.key() + ": " + flow(e.value()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private static String text(Scalar scalar) {
    String text = scalar.written().orElseGet(() -> scalar.text().replace("$", "$$"));
    boolean isMode = scalar.kind() == Node.Kind.ANY && text.matches("0[0-7]+"); // else a number
    boolean typed = scalar.kind() != Node.Kind.TEXT && !isMode;
    boolean plain = PLAIN.matcher(text).matches() && !text.endsWith(" ");
    boolean looksTyped = text.matches("[0-9.+-]+|true|false|null");
    return plain && (typed || !looksTyped) ? text : quoted(text);
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
              } else if (c < 0x20 || c == 0x7f) {
                out.append("\\x%02x".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.append('"').toString();
  }
}
