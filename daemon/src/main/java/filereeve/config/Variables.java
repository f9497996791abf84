package filereeve.config;

import filereeve.schema.Node;
import filereeve.schema.Problems;
import filereeve.schema.Where;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces `${VAR}`, `${VAR:-default}`, `${VAR:?message}` and `$$` in the values of a document,
/// not in its keys. As in a shell, `:-` and `:?` treat an empty variable like one that is not set.
/// A `$` before any other character is an ordinary character.
final class Variables {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$|\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::([-?])([^{}]*))?\\})?");

  private final Map<String, String> environment;
  private final Secrets secrets;
  private final Problems problems;

  Variables(Map<String, String> environment, Secrets secrets, Problems problems) {
    this.environment = environment;
    this.secrets = secrets;
    this.problems = problems;
  }

  Node replace(Node node, String path) {
    return switch (node) {
      case Node.Scalar scalar -> scalar.text().contains("$") ? replace(scalar, path) : scalar;
      case Node.Sequence(Where where, List<Node> items) ->
          new Node.Sequence(where, items.stream().map(n -> replace(n, path)).toList());
      case Node.Mapping(Where where, List<Node.Entry> entries) ->
          new Node.Mapping(where, entries.stream().map(e -> replace(e, path)).toList());
    };
  }

  private Node.Entry replace(Node.Entry entry, String path) {
    String keyPath = path.isEmpty() ? entry.key() : path + "." + entry.key();
    return new Node.Entry(entry.where(), entry.key(), replace(entry.value(), keyPath));
  }

  private Node replace(Node.Scalar scalar, String path) {
    var out = new StringBuilder();
    Node.Kind kind = scalar.kind();
    Matcher reference = REFERENCE.matcher(scalar.text());
    while (reference.find()) {
      if (reference.group().equals("$$")) {
        reference.appendReplacement(out, "\\$");
      } else {
        Optional<String> value = value(reference, scalar.where(), path);
        boolean known = value.isPresent() && kind != Node.Kind.UNKNOWN;
        kind = known ? Node.Kind.ANY : Node.Kind.UNKNOWN;
        reference.appendReplacement(out, Matcher.quoteReplacement(value.orElse("")));
      }
    }
    String text = reference.appendTail(out).toString();
    return new Node.Scalar(scalar.where(), text, kind, Optional.of(scalar.text()));
  }

  private Optional<String> value(Matcher reference, Where where, String path) {
    String name = reference.group(1);
    if (name == null) {
      problems.error(
          where,
          path,
          "`${` does not begin a variable such as ${VAR}, ${VAR:-default} or ${VAR:?message}",
          "Correct it, or write `$${` for the characters themselves");
      return Optional.empty();
    }
    String operator = reference.group(2);
    Optional<String> set = Optional.ofNullable(environment.get(name));
    set.ifPresent(value -> secrets.variable(name, value));
    if (operator == null) {
      if (set.isEmpty()) {
        problems.error(
            where,
            path,
            "the variable %s is not set".formatted(name),
            "Set it, or write ${%s:-default}".formatted(name));
      }
      return set;
    }
    Optional<String> filled = set.filter(value -> !value.isEmpty());
    if (filled.isEmpty() && operator.equals("-")) {
      return Optional.of(reference.group(3));
    }
    if (filled.isEmpty()) {
      problems.error(
          where,
          path,
          "the variable %s is not set".formatted(name),
          reference.group(3).isBlank() ? "Set it" : reference.group(3));
    }
    return filled;
  }
}
