package filereeve.app;

import filereeve.config.Loaded;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import java.util.LinkedHashMap;
import java.util.Map;

/// How the program ends, with the numbers of BSD's `sysexits.h` that service managers and scripts
/// know.
enum ExitCode {
  FINE(0, "fine"),
  /// The demo found a line missing, or a bad edit applied.
  FOUND_FAULTS(1, "the demo found a fault"),
  /// A bug, or what the program cannot do without: no thread, no memory.
  SOFTWARE(1, "the program cannot continue: a bug, or no thread is to be had"),
  /// `status` and `run-now`.
  FAILING(1, "a rule fails"),
  USAGE(64, "wrong usage"),
  NO_INPUT(66, "there is no such file"),
  NOT_RUNNING(69, "the daemon that is asked does not run"),
  /// Another daemon is at work on the same state directory, or something that may pass.
  TRY_AGAIN(75, "try again: another daemon has the state directory"),
  PERMISSION(
      77, "a permission is missing, or somebody who is not trusted can change what it needs"),
  CONFIGURATION(78, "the configuration is bad");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /// What help says of each number.
  static Map<String, String> meanings() {
    var meanings = new LinkedHashMap<String, String>();
    for (ExitCode code : values()) {
      String number = (code.number < 10 ? " " : "") + code.number;
      meanings.merge(number, code.meaning, (one, other) -> one + ", or " + other);
    }
    return meanings;
  }

  /// Of the number that a daemon has answered; one of a newer daemon may be unknown.
  static ExitCode of(int number) {
    for (ExitCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return SOFTWARE;
  }

  static ExitCode of(Loaded.Reason reason) {
    return switch (reason) {
      case NO_INPUT -> NO_INPUT;
      case PERMISSION -> PERMISSION;
      case CONFIGURATION -> CONFIGURATION;
    };
  }

  /// Of a system call that failed.
  static ExitCode of(PosixException failure) {
    return failure.errno() == Errno.EACCES || failure.errno() == Errno.EPERM
        ? PERMISSION
        : TRY_AGAIN;
  }

  int number() {
    return number;
  }
}
