package filereeve.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The language as a JSON schema (draft 2020-12), for editors. It knows keys, types and forms; what
/// needs more than one value at a time, only the loader checks.
public final class JsonSchema {
  private JsonSchema() {}

  /// Pretty-printed, the same for the same program.
  public static String text(Section<?> root) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Filereeve");
    schema.put("description", "The configuration of Filereeve, filereeve.yaml.");
    schema.putAll(root.schema());
    var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    return mapper.writeValueAsString(schema) + "\n";
  }

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
