package filereeve.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A section whose keys are names that the user gives: rules, log files.
///
/// @param what a name is for: `rule`
/// @param section the keys under each name
public record Named<T>(String what, Section<T> section) implements Type<List<T>> {
  private static final String PATTERN = "[a-z0-9][a-z0-9._-]{0,99}";
  private static final Pattern NAME = Pattern.compile(PATTERN);

  @Override
  public Optional<List<T>> read(Node node, Place place) {
    Optional<Node.Mapping> mapping = Section.asMapping(node, place, "names", "");
    var values = new ArrayList<T>();
    boolean complete = mapping.isPresent();
    for (Node.Entry entry : mapping.map(Node.Mapping::entries).orElse(List.of())) {
      Optional<T> value = readOne(entry, place.child(entry));
      value.ifPresent(values::add);
      complete &= value.isPresent();
    }
    return complete ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  private Optional<T> readOne(Node.Entry entry, Place place) {
    boolean named = NAME.matcher(entry.key()).matches();
    if (!named) {
      place.error(
          entry.where(),
          "\"%s\" is not a name for a %s".formatted(entry.key(), what),
          "Use a to z, 0 to 9, '-', '_' and '.', at most 100, beginning with a letter or digit");
    }
    Optional<T> value = section.read(entry.value(), named ? place : place.named("unnamed"));
    return named ? value : Optional.empty();
  }

  @Override
  public Node complete(Node node, Node.Mapping inherited) {
    if (!(node instanceof Node.Mapping(Where where, List<Node.Entry> entries))) {
      return node;
    }
    return new Node.Mapping(
        where,
        entries.stream()
            .map(e -> new Node.Entry(e.where(), e.key(), section.complete(e.value(), inherited)))
            .toList());
  }

  @Override
  public String name() {
    return what + "s by name";
  }

  @Override
  public Map<String, Object> schema() {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", List.of("object", "null"));
    schema.put("propertyNames", Map.of("pattern", "^" + PATTERN + "$"));
    schema.put("additionalProperties", section.schema());
    return schema;
  }
}
