package filereeve.process;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a command is told about why it runs: `<rule>` and `<path>` in its arguments, and the same
/// in its environment as `FILEREEVE_RULE` and `FILEREEVE_PATH`. No shell reads an argument, so a
/// value may hold anything.
///
/// @param values by name, such as `rule`
public record Placeholders(Map<String, String> values) {
  public static final Placeholders NONE = new Placeholders(Map.of());

  public Placeholders {
    values = Map.copyOf(values);
  }

  List<String> replaceIn(List<String> argv) {
    return argv.stream().map(this::replaceIn).toList();
  }

  /// One pass, so that a value that looks like a placeholder stays as it is.
  private String replaceIn(String argument) {
    var out = new StringBuilder();
    int at = 0;
    while (at < argument.length()) {
      int end = argument.charAt(at) == '<' ? argument.indexOf('>', at) : -1;
      String name = end < 0 ? "" : argument.substring(at + 1, end);
      String value = values.get(name);
      out.append(value == null ? String.valueOf(argument.charAt(at)) : value);
      at = value == null ? at + 1 : end + 1;
    }
    return out.toString();
  }

  Map<String, String> environment() {
    var variables = new TreeMap<String, String>();
    values.forEach(
        (name, value) -> variables.put("FILEREEVE_" + name.toUpperCase(Locale.ROOT), value));
    return variables;
  }
}
