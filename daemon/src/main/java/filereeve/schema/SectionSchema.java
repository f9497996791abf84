package filereeve.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON schema of a section.
final class SectionSchema {
  private SectionSchema() {}

  static Map<String, Object> of(Section<?> section) {
    List<String> required =
        section.keys().stream()
            .filter(k -> k.presence() == Key.Presence.REQUIRED)
            .map(Key::name)
            .toList();
    boolean mayBeEmpty = required.isEmpty() && section.forms().isEmpty();
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", mayBeEmpty ? List.of("object", "null") : "object");
    var properties = new LinkedHashMap<String, Object>();
    section.keys().forEach(k -> properties.put(k.name(), property(k)));
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (!section.forms().isEmpty()) {
      schema.put("oneOf", section.forms().stream().map(form -> Map.of("required", form)).toList());
    }
    return schema;
  }

  private static Map<String, Object> property(Key<?> key) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("description", key.doc());
    key.fallback().filter(text -> !text.equals("{}")).ifPresent(t -> schema.put("default", t));
    schema.putAll(key.type().schema());
    return schema;
  }
}
