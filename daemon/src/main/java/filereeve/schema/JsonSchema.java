package filereeve.schema;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// The language as a JSON schema (draft 2020-12), for editors. It knows keys, types and forms; what
/// needs more than one value at a time, only the loader checks.
public final class JsonSchema {
  private static final ObjectWriteContext PRETTY =
      new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
          return new DefaultPrettyPrinter();
        }
      };

  private JsonSchema() {}

  /// Pretty-printed, the same for the same program.
  public static String text(Section<?> root) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Filereeve");
    schema.put("description", "The configuration of Filereeve, filereeve.yaml.");
    schema.putAll(root.schema());
    var out = new StringWriter();
    try (JsonGenerator json = JsonFactory.builder().build().createGenerator(PRETTY, out)) {
      Json.write(schema, json);
    }
    return out + "\n";
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
