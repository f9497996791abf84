package filereeve.config;

import filereeve.schema.ByName;
import filereeve.schema.ListType;
import filereeve.schema.Named;
import filereeve.schema.Node;
import filereeve.schema.Node.Entry;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Node.Scalar;
import filereeve.schema.Node.Sequence;
import filereeve.schema.ScalarType;
import filereeve.schema.Section;
import filereeve.schema.Shorthand;
import filereeve.schema.Type;

/// Follows the types of the language through a configuration's text, to what has a type of
/// interest. A node that does not fit its type is reported elsewhere and passed over.
final class TypeWalk {
  /// What is found.
  interface Visit {
    default void scalar(ScalarType<?> type, Scalar value, String path) {}

    default void names(ByName<?> type, Mapping value, String path) {}

    default void list(ListType<?> type, Sequence value, String path) {}
  }

  private final Visit visit;

  private TypeWalk(Visit visit) {
    this.visit = visit;
  }

  static void walk(Section<?> root, Mapping all, Visit visit) {
    new TypeWalk(visit).inside(root, all, "");
  }

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
      case ByName<?> byName when node instanceof Mapping names -> {
        visit.names(byName, names, path);
        names.entries().forEach(e -> inside(byName.value(), e.value(), below(path, e)));
      }
      case ListType<?> list when node instanceof Sequence items -> {
        visit.list(list, items, path);
        items.items().forEach(item -> inside(list.item(), item, path));
      }
      case ScalarType<?> scalar when node instanceof Scalar value ->
          visit.scalar(scalar, value, path);
      case Section<?> _, Named<?> _, ByName<?> _, ListType<?> _, ScalarType<?> _ -> {}
    }
  }

  private static String below(String path, Entry entry) {
    return path.isEmpty() ? entry.key() : path + "." + entry.key();
  }
}
