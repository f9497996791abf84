package filereeve.schema;

import java.util.Map;
import java.util.Optional;

/// One kind of value: how it is read, what it is when left out in part, how it is described. The
/// language is made of these, and all that is said about it, the reader's problems, the JSON schema
/// and the reference, is drawn from them.
public sealed interface Type<T> permits ScalarType, ListType, Section, Named, ByName, Shorthand {
  /// Empty if there was a problem, which was then reported.
  Optional<T> read(Node node, Place place);

  /// The value of a node that is reported on elsewhere; empty if it is bad.
  default Optional<T> valueOf(Node node) {
    return read(node, new Place("", "", node.where(), new Problems(), true));
  }

  /// With the defaults of everything that was left out inside of it.
  ///
  /// @param inherited the section `defaults`
  default Node complete(Node node, Node.Mapping inherited) {
    return node;
  }

  /// For the reference: `size`, `list of globs`.
  String name();

  /// A JSON schema, in the order in which it is to be printed.
  Map<String, Object> schema();
}
