package filereeve.control;

import filereeve.schema.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the daemon answers: one line of JSON, with a `result` or an `error`.
public sealed interface Answer {
  /// What was asked for.
  record Result(Map<String, Object> values) implements Answer {}

  /// @param code the exit code of the command that asks
  /// @param message a sentence: cannot + verb + object, the cause, the remedy
  /// @param details further lines, such as the problems of a configuration
  record Refusal(int code, String message, List<String> details) implements Answer {}

  default String line() {
    return switch (this) {
      case Result(Map<String, Object> values) -> Json.line(Map.of("result", values));
      case Refusal(int code, String message, List<String> details) -> {
        var error = new LinkedHashMap<String, Object>();
        error.put("code", code);
        error.put("message", message);
        error.put("details", details);
        yield Json.line(Map.of("error", error));
      }
    };
  }

  /// @throws IOException if it is no answer
  static Answer parse(String line) throws IOException {
    Map<String, Object> object = Json.read(line);
    if (object.get("result") instanceof Map<?, ?> values) {
      return new Result(named(values));
    }
    if (object.get("error") instanceof Map<?, ?> error
        && error.get("code") instanceof Long code
        && error.get("message") instanceof String message
        && error.get("details") instanceof List<?> details) {
      return new Refusal(code.intValue(), message, details.stream().map(String::valueOf).toList());
    }
    throw new IOException("it has neither a result nor an error");
  }

  private static Map<String, Object> named(Map<?, ?> values) {
    var named = new LinkedHashMap<String, Object>();
    values.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }
}
