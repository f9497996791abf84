package filereeve.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A section that may be switched off with the word `none`, or be written as the value of its most
/// important key alone.
///
/// @param key that one
public record Shorthand<T>(Section<T> section, String key) implements Type<Optional<T>> {
  private static final String NONE = "none";
  private static final List<String> OFF = List.of("false", "no", "off", "never", "0");

  @Override
  public Optional<Optional<T>> read(Node node, Place place) {
    if (isNone(node)) {
      return Optional.of(Optional.empty());
    }
    if (isOff(node)) {
      place.error(node.where(), "this does not switch it off", "Write none");
      return Optional.empty();
    }
    Optional<T> value = section.read(spelledOut(node, place.where()), place);
    return value.isPresent() ? Optional.of(value) : Optional.empty();
  }

  @Override
  public Node complete(Node node, Node.Mapping inherited) {
    boolean word = isNone(node) || isOff(node);
    return word ? node : section.complete(spelledOut(node, node.where()), inherited);
  }

  private static boolean isNone(Node node) {
    return node instanceof Node.Scalar scalar && scalar.text().equals(NONE);
  }

  private static boolean isOff(Node node) {
    return node instanceof Node.Scalar scalar && OFF.contains(scalar.text());
  }

  private Node spelledOut(Node node, Where where) {
    if (node instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.NULL) {
      return new Node.Mapping(node.where(), List.of(new Node.Entry(where, key, scalar)));
    }
    return node;
  }

  @Override
  public String name() {
    return "`none`, %s, or a section"
        .formatted(section.key(key).map(k -> k.type().name()).orElse(key));
  }

  @Override
  public Map<String, Object> schema() {
    Object word = section.key(key).map(k -> k.type().schema()).orElseThrow();
    return Map.of("anyOf", List.of(Map.of("const", NONE), word, section.schema()));
  }
}
