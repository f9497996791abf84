package filereeve.telemetry;

import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Keeps secrets out of what people read: it replaces each by what stands for it, such as
/// `${DB_PASSWORD}` or `****`, wherever it appears in a text.
///
/// @param secrets replaced everywhere, by value
/// @param variables other values that came from the environment, by value. They are replaced in
///   free text, but not in the names of files and rules, which would not be recognized
public record Redaction(Map<String, String> secrets, Map<String, String> variables) {
  public static final Redaction NONE = new Redaction(Map.of(), Map.of());

  /// Shorter values are too common to be a secret, and to be replaced.
  private static final int SHORTEST = 4;

  /// Shorter values are replaced only where no letter or digit adjoins them.
  private static final int DISTINCT = 8;

  public Redaction {
    secrets = longestFirst(secrets);
    variables = longestFirst(variables);
  }

  private static Map<String, String> longestFirst(Map<String, String> values) {
    var sorted = new LinkedHashMap<String, String>();
    values.entrySet().stream()
        .flatMap(Redaction::withLines)
        .filter(e -> e.getKey().length() >= SHORTEST)
        .sorted(Comparator.comparingInt(e -> -e.getKey().length()))
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return Collections.unmodifiableMap(sorted);
  }

  /// The lines of a value, such as a key in PEM, are shown one by one or joined in another way.
  private static Stream<Map.Entry<String, String>> withLines(Map.Entry<String, String> value) {
    return Stream.concat(
        Stream.of(value),
        value.getKey().lines().map(line -> Map.entry(line.strip(), value.getValue())));
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "Redaction[" + (secrets.size() + variables.size()) + " values]";
  }

  /// What either keeps back.
  public Redaction and(Redaction other) {
    return new Redaction(union(secrets, other.secrets), union(variables, other.variables));
  }

  private static Map<String, String> union(Map<String, String> one, Map<String, String> other) {
    var all = new LinkedHashMap<>(one);
    all.putAll(other);
    return all;
  }

  /// Free text, such as a message or what a command said.
  public String of(String text) {
    return replace(replace(text, secrets), variables);
  }

  /// A text that names something.
  private String ofName(String text) {
    return replace(text, secrets);
  }

  private static String replace(String text, Map<String, String> values) {
    String replaced = text;
    for (var each : values.entrySet()) {
      replaced = replace(replaced, each.getKey(), each.getValue());
    }
    return replaced;
  }

  private static String replace(String text, String value, String shown) {
    int at = text.indexOf(value);
    if (at < 0) {
      return text;
    }
    var out = new StringBuilder();
    int from = 0;
    for (; at >= 0; at = text.indexOf(value, at + 1)) {
      if (at >= from && (value.length() >= DISTINCT || standsAlone(text, at, value.length()))) {
        out.append(text, from, at).append(shown);
        from = at + value.length();
      }
    }
    return out.append(text, from, text.length()).toString();
  }

  private static boolean standsAlone(String text, int at, int length) {
    int end = at + length;
    return (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
        && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
  }

  List<Field> in(List<Field> fields) {
    boolean nothing = secrets.isEmpty() && variables.isEmpty();
    return nothing
        ? fields
        : fields.stream().map(field -> new Field(field.key(), in(field.value()))).toList();
  }

  private Object in(Object value) {
    return switch (value) {
      case String text -> of(text);
      case Number _, Boolean _, Enum<?> _, Duration _, Instant _ -> value;
      case Path _, Subject _, RunKey _, RuleName _ -> {
        String text = ValueText.of(value);
        String redacted = ofName(text);
        yield redacted.equals(text) ? value : redacted;
      }
      default -> {
        if (ValueText.isBare(value)) {
          yield value;
        }
        String text = ValueText.of(value);
        String redacted = of(text);
        yield redacted.equals(text) ? value : redacted;
      }
    };
  }
}
