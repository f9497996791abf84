package filereeve.app;

/// A command cannot do what it was asked for.
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  /// @param sentence for the user: cannot + verb + object, the cause, the remedy
  CommandFailure(ExitCode exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
