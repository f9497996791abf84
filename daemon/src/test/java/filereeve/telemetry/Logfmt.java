package filereeve.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Reads a line the way other programs' logfmt readers do: a value is a word, or a JSON string.
final class Logfmt {
  private static final JsonMapper JSON = new JsonMapper();

  private Logfmt() {}

  static Map<String, String> parsed(String line) {
    var fields = new LinkedHashMap<String, String>();
    int at = 0;
    while (at < line.length()) {
      int equals = line.indexOf('=', at);
      String key = line.substring(at, equals);
      int start = equals + 1;
      boolean quoted = start < line.length() && line.charAt(start) == '"';
      int end = quoted ? closingQuote(line, start) + 1 : endOfWord(line, start);
      String raw = line.substring(start, end);
      if (fields.put(key, quoted ? JSON.readValue(raw, String.class) : raw) != null) {
        throw new AssertionError(key + " stands twice: " + line);
      }
      at = end + 1;
    }
    return fields;
  }

  private static int closingQuote(String line, int open) {
    int i = open + 1;
    while (line.charAt(i) != '"') {
      i += line.charAt(i) == '\\' ? 2 : 1;
    }
    return i;
  }

  private static int endOfWord(String line, int start) {
    int space = line.indexOf(' ', start);
    return space < 0 ? line.length() : space;
  }
}
