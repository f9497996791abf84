package filereeve.schema;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The values of one section's keys, as far as they could be read.
public final class Values {
  private final Place place;
  private final Node.Mapping mapping;
  private final Map<String, Object> values = new HashMap<>();

  public Values(Place place, Node.Mapping mapping) {
    this.place = place;
    this.mapping = mapping;
  }

  /// Whether the value could be read.
  public <T> boolean read(Key<T> key, Node.Entry entry) {
    Optional<T> value = key.type().read(entry.value(), place.child(entry));
    value.ifPresent(v -> values.put(key.name(), v));
    return value.isPresent();
  }

  /// Of a key that is required or has a default.
  public <T> T get(Key<T> key) {
    return find(key).orElseThrow(() -> new IllegalStateException(key.name() + " has no value"));
  }

  /// Empty if the key was left out, or its value is bad.
  @SuppressWarnings("unchecked") // `read` is the only way in, and it asks the key's own type
  public <T> Optional<T> find(Key<T> key) {
    return Optional.ofNullable((T) values.get(key.name()));
  }

  /// Whether the key is written, with a good value or a bad one.
  public boolean has(Key<?> key) {
    return mapping.entry(key.name()).isPresent();
  }

  /// The section's own key: a rule's name.
  public String name() {
    return place.name();
  }

  public Where where() {
    return place.where();
  }

  /// About the section as a whole.
  public void error(String message, String remedy) {
    place.error(place.where(), message, remedy);
  }

  /// About one key that is written.
  public void error(Key<?> key, String message, String remedy) {
    Place at = at(key);
    at.error(valueWhere(key), message, remedy);
  }

  public void hint(Key<?> key, String message, String remedy) {
    place.problems().hint(valueWhere(key), at(key).path(), message, remedy);
  }

  public void hint(String message, String remedy) {
    place.problems().hint(place.where(), place.path(), message, remedy);
  }

  private Place at(Key<?> key) {
    return mapping.entry(key.name()).map(place::child).orElse(place);
  }

  private Where valueWhere(Key<?> key) {
    return mapping.get(key.name()).map(Node::where).orElse(place.where());
  }
}
