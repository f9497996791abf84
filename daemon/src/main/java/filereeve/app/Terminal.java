package filereeve.app;

import filereeve.telemetry.Quoting;
import java.io.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The terminal that standard input and output may be.
final class Terminal {
  private Terminal() {}

  /// Empty in a pipe, and for a program that no person has started.
  static Optional<Console> find() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /// The same, with all texts on one line and without control sequences: names of files are in
  /// them.
  static Map<String, Object> visible(Map<String, Object> answer) {
    var visible = new LinkedHashMap<String, Object>();
    answer.forEach((name, value) -> visible.put(name, visible(value)));
    return visible;
  }

  private static Object visible(Object value) {
    return switch (value) {
      case String text -> Quoting.visible(text);
      case List<?> list -> list.stream().map(Terminal::visible).toList();
      case Map<?, ?> map -> {
        var visible = new LinkedHashMap<Object, Object>();
        map.forEach((name, each) -> visible.put(name, visible(each)));
        yield visible;
      }
      default -> value;
    };
  }

  /// See no-color.org.
  static boolean takesColor() {
    return find().isPresent()
        && System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(System.getenv("TERM"));
  }
}
