package filereeve.app;

import filereeve.config.Loaded;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// How the program ends, with the numbers of BSD's `sysexits.h` that service managers and scripts
/// know.
enum ExitCode {
  FINE(0),
  /// The demo found a line missing, or a bad edit applied.
  FOUND_FAULTS(1),
  /// A bug, or what the program cannot do without: no thread, no memory.
  SOFTWARE(1),
  USAGE(64),
  NO_INPUT(66),
  /// Another daemon is at work on the same state directory, or something that may pass.
  TRY_AGAIN(75),
  PERMISSION(77),
  CONFIGURATION(78);

  /// What help says of each number.
  static final Map<String, String> MEANINGS = meanings();

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  private static Map<String, String> meanings() {
    var meanings = new LinkedHashMap<String, String>();
    meanings.put(" 0", "fine");
    meanings.put(
        " 1",
        "the demo found a fault, or the program cannot continue: a bug, or no thread is to be had");
    meanings.put("64", "wrong usage");
    meanings.put("66", "there is no such file");
    meanings.put("75", "try again: another daemon has the state directory");
    meanings.put(
        "77", "a permission is missing, or somebody who is not trusted can change what it needs");
    meanings.put("78", "the configuration is bad");
    return Collections.unmodifiableMap(meanings);
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
