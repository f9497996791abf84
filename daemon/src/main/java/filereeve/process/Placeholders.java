package filereeve.process;

import filereeve.posix.PathBytes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a command learns of why it runs: `<rule>` and `<path>` in its arguments, and the same in
/// its environment as `FILEREEVE_RULE` and `FILEREEVE_PATH`. No shell reads an argument, so a value
/// may hold anything.
///
/// @param values by name, such as `rule`; paths as [PathBytes#text] makes them, here and in lists
/// @param lists by name: an argument that is nothing but the placeholder becomes as many as the
///   list has. They are not in the environment, whose values may not be long
public record Placeholders(Map<String, String> values, Map<String, List<String>> lists) {
  public static final Placeholders NONE = new Placeholders(Map.of());

  public Placeholders {
    values = Map.copyOf(values);
    lists = Map.copyOf(lists);
  }

  public Placeholders(Map<String, String> values) {
    this(values, Map.of());
  }

  /// The files that it is about.
  Set<String> files() {
    return Stream.concat(values.values().stream(), lists.values().stream().flatMap(List::stream))
        .filter(value -> value.startsWith("/"))
        .collect(Collectors.toSet());
  }

  List<String> replaceIn(List<String> argv) {
    return argv.stream().flatMap(this::arguments).toList();
  }

  private Stream<String> arguments(String argument) {
    boolean placeholder = argument.startsWith("<") && argument.endsWith(">");
    List<String> list =
        placeholder ? lists.get(argument.substring(1, argument.length() - 1)) : null;
    return list == null ? Stream.of(replaceIn(argument)) : list.stream();
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
