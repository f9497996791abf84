package filereeve.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A list of one kind of value.
///
/// @param name for the reference: `list of globs`
/// @param example `[/var/log/app/*.log]`
/// @param mayBeEmpty whether a list of nothing means something
public record ListType<T>(String name, Type<T> item, String example, boolean mayBeEmpty)
    implements Type<List<T>> {
  @Override
  public Optional<List<T>> read(Node node, Place place) {
    if (!(node instanceof Node.Sequence(Where where, List<Node> items))) {
      place.error(node.where(), "this is not a list", "Write a list, such as " + example);
      return Optional.empty();
    }
    if (items.isEmpty() && !mayBeEmpty) {
      place.error(where, "the list is empty", "Write at least one, such as " + example);
      return Optional.empty();
    }
    var values = new ArrayList<T>();
    for (Node each : items) {
      item.read(each, place).ifPresent(values::add);
    }
    return values.size() == items.size() ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  @Override
  public Map<String, Object> schema() {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "array");
    schema.put("items", item.schema());
    if (!mayBeEmpty) {
      schema.put("minItems", 1);
    }
    return schema;
  }
}
