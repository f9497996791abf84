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

  /// What the rule itself made of its files in one directory, and what is to be compressed of that.
  ///
  /// @param directory of the files
  record Archives(Path directory) implements Subject {
    @Override
    public String toString() {
      return "archives of " + directory;
    }
  }

  /// The rule's archives that are to be mailed.
  record Mail() implements Subject {
    @Override
    public String toString() {
      return "mail";
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
