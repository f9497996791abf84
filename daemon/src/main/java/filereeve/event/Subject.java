package filereeve.event;

import java.nio.file.Path;

/// What a rule is to look at.
public sealed interface Subject {
  /// One file that the rule's globs name.
  record File(Path path) implements Subject {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /// A file that the rule itself made of one of its files, and that is to be compressed.
  record Archive(Path path) implements Subject {
    @Override
    public String toString() {
      return path.toString();
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
