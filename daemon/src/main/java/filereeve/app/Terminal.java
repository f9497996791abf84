package filereeve.app;

import java.io.Console;
import java.util.Optional;

/// The terminal that standard input and output may be.
final class Terminal {
  private Terminal() {}

  /// Empty in a pipe, and for a program that no person has started.
  static Optional<Console> find() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /// See no-color.org.
  static boolean takesColor() {
    return find().isPresent()
        && System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(System.getenv("TERM"));
  }
}
