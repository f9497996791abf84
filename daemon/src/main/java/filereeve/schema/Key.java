package filereeve.schema;

import java.util.List;
import java.util.Optional;

/// A key of a section.
///
/// @param fallback what holds when it is left out, as one would write it
/// @param doc sentences for the reference and the schema
public record Key<T>(
    String name, Type<T> type, Presence presence, Optional<String> fallback, String doc) {
  /// What it means to leave a key out.
  public enum Presence {
    REQUIRED,
    OPTIONAL,
    /// The section `defaults` has the same key, which then holds.
    INHERITED
  }

  public static <T> Key<T> required(String name, Type<T> type, String doc) {
    return new Key<>(name, type, Presence.REQUIRED, Optional.empty(), doc);
  }

  public static <T> Key<T> optional(String name, Type<T> type, String doc) {
    return new Key<>(name, type, Presence.OPTIONAL, Optional.empty(), doc);
  }

  public static <T> Key<T> inherited(String name, Type<T> type, String doc) {
    return new Key<>(name, type, Presence.INHERITED, Optional.empty(), doc);
  }

  public static <T> Key<T> of(String name, Type<T> type, String fallback, String doc) {
    return new Key<>(name, type, Presence.OPTIONAL, Optional.of(fallback), doc);
  }

  /// The value when the key is left out, if there is one.
  public Optional<Node.Entry> whenLeftOut(Node.Mapping inherited) {
    if (presence == Presence.INHERITED) {
      return inherited.entry(name);
    }
    return fallback.map(text -> new Node.Entry(Where.DEFAULT, name, defaultNode(text)));
  }

  private static Node defaultNode(String text) {
    if (text.startsWith("[")) {
      return YamlReader.read(text, (_, _) -> Where.DEFAULT, new Problems()).orElseThrow();
    }
    return text.equals("{}")
        ? new Node.Mapping(Where.DEFAULT, List.of())
        : new Node.Scalar(Where.DEFAULT, text, Node.Kind.ANY, Optional.empty());
  }
}
