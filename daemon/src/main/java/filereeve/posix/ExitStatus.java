package filereeve.posix;

/// How a process ended.
public sealed interface ExitStatus {
  /// It ended itself.
  record Exited(int code) implements ExitStatus {}

  /// A signal ended it.
  record Signalled(int signal) implements ExitStatus {}

  /// @param status as waitpid(2) reports it of a process that has ended
  static ExitStatus of(int status) {
    int signal = status & 0x7f;
    return signal == 0 ? new Exited((status >> 8) & 0xff) : new Signalled(signal);
  }
}
