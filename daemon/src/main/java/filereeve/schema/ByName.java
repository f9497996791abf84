package filereeve.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Values by names that are defined elsewhere: a level for some rules.
///
/// @param what a name is of: `rule`
/// @param example as one would write it
public record ByName<T>(String what, String example, ScalarType<T> value)
    implements Type<Map<String, T>> {
  @Override
  public Optional<Map<String, T>> read(Node node, Place place) {
    Optional<Node.Mapping> mapping =
        Section.asMapping(node, place, "names", ", such as `%s`".formatted(example));
    var values = new LinkedHashMap<String, T>();
    boolean complete = mapping.isPresent();
    for (Node.Entry entry : mapping.map(Node.Mapping::entries).orElse(List.of())) {
      Optional<T> read = value.read(entry.value(), place.child(entry));
      read.ifPresent(v -> values.put(entry.key(), v));
      complete &= read.isPresent();
    }
    return complete ? Optional.of(values) : Optional.empty();
  }

  @Override
  public String name() {
    return value.name() + " by " + what;
  }

  @Override
  public Map<String, Object> schema() {
    return Types.ordered("type", List.of("object", "null"), "additionalProperties", value.schema());
  }
}
