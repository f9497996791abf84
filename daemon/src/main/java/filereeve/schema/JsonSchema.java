package filereeve.schema;

import java.util.LinkedHashMap;
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
}
