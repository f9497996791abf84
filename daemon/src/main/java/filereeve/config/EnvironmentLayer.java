package filereeve.config;

import filereeve.schema.ByName;
import filereeve.schema.Key;
import filereeve.schema.ListType;
import filereeve.schema.Named;
import filereeve.schema.Node;
import filereeve.schema.Node.Entry;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Problems;
import filereeve.schema.ScalarType;
import filereeve.schema.Section;
import filereeve.schema.Shorthand;
import filereeve.schema.Type;
import filereeve.schema.Where;
import filereeve.schema.YamlReader;
import filereeve.words.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The variables `FILEREEVE__SECTION__KEY=value`, laid over the files.
///
/// A variable's name is the key's path in capitals, with `__` between its parts. In the names of
/// rules, log files and notifications, which must be defined in a file, `_` stands for `-` and `.`.
/// A list or a section is written as in YAML: `[/a, /b]`, `{size: 1 GiB}`; any other value is taken
/// as it is.
final class EnvironmentLayer {
  private static final String PREFIX = "FILEREEVE__";
  private static final String REMEDY = "Correct the variable, or unset it";

  private final Section<?> root;
  private final Map<String, String> environment;
  private final Secrets secrets;
  private final Problems problems;

  EnvironmentLayer(
      Section<?> root, Map<String, String> environment, Secrets secrets, Problems problems) {
    this.root = root;
    this.environment = environment;
    this.secrets = secrets;
    this.problems = problems;
  }

  Mapping over(Mapping files) {
    Mapping merged = files;
    for (var variable : new TreeMap<>(environment).entrySet()) {
      if (variable.getKey().startsWith(PREFIX)) {
        List<String> path = List.of(variable.getKey().substring(PREFIX.length()).split("__", -1));
        Optional<Mapping> changed =
            new Assignment(variable.getKey(), variable.getValue()).in(merged, root, path, "");
        merged = changed.orElse(merged);
      }
    }
    return merged;
  }

  /// One variable's assignment.
  private final class Assignment {
    private final String variable;
    private final String text;
    private final Where where;

    Assignment(String variable, String text) {
      this.variable = variable;
      this.text = text;
      this.where = Where.variable(variable);
      secrets.variable(variable, text);
      secrets.text(text);
      secrets.text(variable + ": " + text.replace(',', ' '));
    }

    /// The mapping with the variable's value in its place; empty if there is no such place.
    Optional<Mapping> in(Mapping mapping, Section<?> section, List<String> names, String path) {
      List<Key<?>> keys =
          section.keys().stream().filter(k -> spelled(k.name()).equals(names.getFirst())).toList();
      if (keys.isEmpty()) {
        return unknown(section, names, path);
      }
      Key<?> key = keys.getFirst();
      String keyPath = path.isEmpty() ? key.name() : path + "." + key.name();
      return value(mapping.entry(key.name()), key.type(), names, keyPath)
          .map(node -> mapping.with(new Entry(where, key.name(), node)));
    }

    private Optional<Node> value(
        Optional<Entry> present, Type<?> type, List<String> names, String path) {
      List<String> rest = names.subList(1, names.size());
      if (rest.isEmpty() && type instanceof Named<?> named) {
        report(
            path,
            "it would replace all %ss".formatted(named.what()),
            "Name a %s and a key, as in %s__NAME__KEY".formatted(named.what(), variable));
        return Optional.empty();
      }
      if (rest.isEmpty()) {
        return parsed();
      }
      Mapping inner =
          present.isPresent() && present.get().value() instanceof Mapping mapping
              ? mapping
              : new Mapping(where, List.of());
      return switch (type) {
        case Section<?> section -> in(inner, section, rest, path).map(Node.class::cast);
        case Shorthand<?> shorthand ->
            in(inner, shorthand.section(), rest, path).map(Node.class::cast);
        case Named<?> named -> inNamed(inner, named, rest, path).map(Node.class::cast);
        case ScalarType<?> _, ListType<?> _, ByName<?> _ -> {
          report(path, "`%s` has no keys inside".formatted(path), REMEDY);
          yield Optional.empty();
        }
      };
    }

    private Optional<Mapping> inNamed(
        Mapping mapping, Named<?> named, List<String> names, String path) {
      List<Entry> meant =
          mapping.entries().stream()
              .filter(e -> spelled(e.key()).equals(names.getFirst()))
              .toList();
      if (meant.size() != 1 || names.size() == 1) {
        report(
            path,
            meant.size() > 1
                ? "it matches more than one " + named.what()
                : names.size() == 1
                    ? "it names no key of a " + named.what()
                    : "no file has a %s of this name".formatted(named.what()),
            "A variable changes one key of a %s that is defined in a file; write its name in capitals with _ for dash and dot"
                .formatted(named.what()));
        return Optional.empty();
      }
      Entry entry = meant.getFirst();
      Mapping inner =
          entry.value() instanceof Mapping present
              ? present
              : new Mapping(entry.where(), List.of());
      return in(inner, named.section(), names.subList(1, names.size()), path + "." + entry.key())
          .map(changed -> replaced(mapping, new Entry(entry.where(), entry.key(), changed)));
    }

    /// Replaces an entry in its place: the order of rules does not change.
    private static Mapping replaced(Mapping mapping, Entry changed) {
      return new Mapping(
          mapping.where(),
          mapping.entries().stream()
              .map(e -> e.key().equals(changed.key()) ? changed : e)
              .toList());
    }

    private Optional<Mapping> unknown(Section<?> section, List<String> names, String path) {
      String name = names.getFirst();
      String known = name.toLowerCase(Locale.ROOT);
      if (section.later().contains(known)) {
        report(
            path,
            "`%s` is not supported by this version yet".formatted(known),
            "Unset the variable");
      } else {
        List<String> all = section.keys().stream().map(k -> spelled(k.name())).toList();
        report(
            path,
            "it names no key of "
                + section.what()
                + Nearest.to(name, all)
                    .map(
                        n ->
                            "; did you mean %s?".formatted(variable.replace("__" + name, "__" + n)))
                    .orElse(""),
            REMEDY);
      }
      return Optional.empty();
    }

    private Optional<Node> parsed() {
      String stripped = text.strip();
      if (stripped.startsWith("[") || stripped.startsWith("{")) {
        Optional<Node> node = YamlReader.read(text, (line, column) -> where, problems);
        node.ifPresent(this::hide);
        return node;
      }
      return Optional.of(new Node.Scalar(where, text, Node.Kind.ANY, Optional.empty()));
    }

    private void hide(Node node) {
      switch (node) {
        case Node.Scalar scalar -> secrets.variable(variable, scalar.text());
        case Node.Sequence(_, List<Node> items) -> items.forEach(this::hide);
        case Mapping(_, List<Entry> entries) -> entries.forEach(e -> hide(e.value()));
      }
    }

    private void report(String path, String message, String remedy) {
      problems.error(where, path, message, remedy);
    }
  }

  private static String spelled(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }
}
