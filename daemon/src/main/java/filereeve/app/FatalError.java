package filereeve.app;

/// What the administrator reads when the program, or one of its threads, cannot continue.
final class FatalError {
  private FatalError() {}

  /// A sentence with the cause, and the remedy.
  static String message(Throwable e) {
    return "cannot continue: " + e + ". " + remedy(e);
  }

  private static String remedy(Throwable e) {
    return switch (e) {
      case OutOfMemoryError _ ->
          "Allow more threads and memory: in a unit, raise TasksMax= and MemoryMax=; else, `ulimit"
              + " -u`.";
      case LinkageError _ ->
          "If the program's files were overwritten while it ran, start it again: the new ones"
              + " belong beside the old (docs/operations.md). Otherwise that is a bug in Filereeve:"
              + " please report it.";
      default ->
          "That is a bug in Filereeve: please report it with the lines of the log before this one.";
    };
  }
}
