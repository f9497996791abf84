package filereeve.config;

import filereeve.rule.CommonKeys;
import filereeve.schema.ListType;
import filereeve.schema.Named;
import filereeve.schema.Node;
import filereeve.schema.Node.Entry;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Node.Scalar;
import filereeve.schema.Node.Sequence;
import filereeve.schema.Problems;
import filereeve.schema.ScalarType;
import filereeve.schema.Section;
import filereeve.schema.Shorthand;
import filereeve.schema.Type;
import filereeve.words.Nearest;
import java.util.List;

/// Reports names of entries of `notify` that do not exist, or do not send mail.
final class MailNames {
  private static final String SECTION = Language.NOTIFY.name();

  private final List<String> known;
  private final Problems problems;

  private MailNames(List<String> known, Problems problems) {
    this.known = known;
    this.problems = problems;
  }

  static void check(Mapping all, Section<?> root, Problems problems) {
    List<String> known =
        Node.entries(all.get(SECTION)).stream()
            .filter(
                e -> e.value() instanceof Mapping m && m.get(NotifyKeys.EMAIL.name()).isPresent())
            .map(Entry::key)
            .toList();
    new MailNames(known, problems).inside(root, all, "");
  }

  /// Follows the types through the text to every value whose type is such a name.
  private void inside(Type<?> type, Node node, String path) {
    switch (type) {
      case Section<?> section when node instanceof Mapping keys ->
          keys.entries()
              .forEach(
                  e ->
                      section
                          .key(e.key())
                          .ifPresent(k -> inside(k.type(), e.value(), below(path, e))));
      case Shorthand<?> shorthand -> inside(shorthand.section(), node, path);
      case Named<?> named when node instanceof Mapping names ->
          names.entries().forEach(e -> inside(named.section(), e.value(), below(path, e)));
      case ListType<?> list when node instanceof Sequence(_, List<Node> items) ->
          items.forEach(item -> inside(list.item(), item, path));
      case ScalarType<?> scalar
          when scalar.equals(CommonKeys.MAIL_ENTRY) && node instanceof Scalar name ->
          check(name, path);
      case Section<?> _, Named<?> _, ListType<?> _, ScalarType<?> _ -> {
        // a wrong node is reported elsewhere; another type names no entry
      }
    }
  }

  private static String below(String path, Entry entry) {
    return path.isEmpty() ? entry.key() : path + "." + entry.key();
  }

  private void check(Scalar name, String path) {
    boolean other = name.kind() == Node.Kind.UNKNOWN || name.kind() == Node.Kind.NULL;
    if (other || known.contains(name.text())) {
      return; // unknown and missing values were reported already
    }
    String nearest = Nearest.hint(name.text(), known);
    problems.error(
        name.where(),
        path,
        "%s is not an entry of `%s` that sends mail".formatted(name.shown(), SECTION) + nearest,
        known.isEmpty()
            ? "Add the section `%s`, such as %s: {ops: {email: {smtp: localhost:25, from: filereeve@example.org, to: [ops@example.org]}}}"
                .formatted(SECTION, SECTION)
            : "Known there: " + String.join(", ", known));
  }
}
