package filereeve.event;

import java.nio.file.Path;
import java.util.Optional;

/// What one run of a rule is about.
public sealed interface Subject {
  /// One file that the rule's globs name.
  record File(Path path) implements Subject {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /// A part of the rule's work that its kind keeps apart.
  ///
  /// @param name that the kind gives it, for the log
  /// @param directory that it is about, if it is about one
  record Part(String name, Optional<Path> directory) implements Subject {
    @Override
    public String toString() {
      return directory.map(path -> name + " of " + path).orElse(name);
    }
  }

  /// Everything that the rule names.
  record Whole() implements Subject {
    @Override
    public String toString() {
      return "all";
    }
  }
}
