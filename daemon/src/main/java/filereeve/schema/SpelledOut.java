package filereeve.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a value in the place of a section was meant to be: `when: 100 MiB` is `when: {size: 100
/// MiB}`, and `create: 0640 app adm` is `create: {mode: "0640", owner: app, group: adm}`. Only what
/// the section would take as a whole counts.
final class SpelledOut {
  /// Needs no quotes, in a list neither.
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/][A-Za-z0-9._/-]*|[1-9][0-9]*( ?[A-Za-z]+)?");

  private final Section<?> section;
  private final String name;

  private SpelledOut(Section<?> section, String name) {
    this.section = section;
    this.name = name;
  }

  /// @param name of the section's key
  /// @return what to write, `when: {size: 100 MiB}`
  static Optional<String> of(Node node, Section<?> section, String name) {
    var words = new SpelledOut(section, name);
    return switch (node) {
      case Node.Scalar scalar when scalar.secret() || scalar.kind() == Node.Kind.NULL ->
          Optional.empty();
      case Node.Scalar scalar ->
          Stream.of(words.oneKey(scalar), words.keyByKey(scalar), words.command(scalar))
              .flatMap(Optional::stream)
              .findFirst();
      case Node.Sequence list -> words.list(list);
      case Node.Mapping _ -> Optional.empty();
    };
  }

  private Optional<String> oneKey(Node.Scalar scalar) {
    return section.keys().stream()
        .filter(key -> key.type() instanceof ScalarType<?>)
        .flatMap(key -> accepted(List.of(entry(key, scalar))).stream())
        .findFirst();
  }

  /// The first word for the first key, and so on.
  private Optional<String> keyByKey(Node.Scalar scalar) {
    List<Node.Scalar> words = words(scalar);
    List<Key<?>> keys =
        section.keys().stream()
            .<Key<?>>map(k -> k)
            .filter(k -> k.type() instanceof ScalarType<?>)
            .toList();
    if (words.size() < 2 || words.size() > keys.size()) {
      return Optional.empty();
    }
    var entries = new ArrayList<Node.Entry>();
    for (int i = 0; i < words.size(); i++) {
      entries.add(entry(keys.get(i), words.get(i)));
    }
    return accepted(entries);
  }

  private Optional<String> command(Node.Scalar scalar) {
    List<Node.Scalar> words = words(scalar);
    return words.size() < 2
        ? Optional.empty()
        : list(new Node.Sequence(scalar.where(), List.copyOf(words)));
  }

  private Optional<String> list(Node.Sequence list) {
    boolean scalars = list.items().stream().allMatch(Node.Scalar.class::isInstance);
    return scalars
        ? section.keys().stream()
            .filter(key -> key.type() instanceof ListType<?>)
            .flatMap(key -> accepted(List.of(entry(key, list))).stream())
            .findFirst()
        : Optional.empty();
  }

  private static List<Node.Scalar> words(Node.Scalar scalar) {
    return Stream.of(scalar.text().strip().split("\\s+"))
        .map(word -> new Node.Scalar(scalar.where(), word, Node.Kind.ANY, Optional.empty()))
        .toList();
  }

  private static Node.Entry entry(Key<?> key, Node value) {
    return new Node.Entry(value.where(), key.name(), value);
  }

  private Optional<String> accepted(List<Node.Entry> entries) {
    var problems = new Problems();
    Where where = entries.getFirst().where();
    var nothing = new Node.Mapping(Where.DEFAULT, List.of());
    Node whole = section.complete(new Node.Mapping(where, entries), nothing);
    Optional<?> _ = section.read(whole, new Place("", name, where, problems, true));
    return problems.errors() > 0
        ? Optional.empty()
        : Optional.of(
            name
                + ": {"
                + String.join(
                    ", ", entries.stream().map(e -> e.key() + ": " + text(e.value())).toList())
                + "}");
  }

  private static String text(Node value) {
    return switch (value) {
      case Node.Scalar scalar ->
          PLAIN.matcher(scalar.text()).matches() ? scalar.text() : "\"" + scalar.text() + "\"";
      case Node.Sequence list ->
          "[" + String.join(", ", list.items().stream().map(SpelledOut::text).toList()) + "]";
      case Node.Mapping _ -> "{}";
    };
  }
}
