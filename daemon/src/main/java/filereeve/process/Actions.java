package filereeve.process;

import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells other programs something, in the ways that a configuration can name.
///
/// Thread: safe for use by many threads; an action takes place in its caller's.
public final class Actions {
  private final Commands commands;
  private final Posix posix;

  public Actions(Commands commands, Posix posix) {
    this.commands = commands;
    this.posix = posix;
  }

  /// @param timeout of the command; a signal takes no time
  /// @return why it failed, a sentence with the remedy; empty if it went well
  /// @throws InterruptedException when the calling thread is interrupted; a command has been ended
  public Optional<String> perform(Action action, Placeholders placeholders, Duration timeout)
      throws InterruptedException {
    return switch (action) {
      case Action.Run run -> run(run, placeholders, timeout);
      case Action.Systemctl(String verb, String unit) ->
          run(new Action.Run(List.of("systemctl", verb, unit)), placeholders, timeout);
      case Action.Signal(SignalName signal, Path pidFile) ->
          signal(signal, pidFile, placeholders.files());
    };
  }

  /// Whether the service that an action is for certainly does not run: its pidfile is missing or
  /// left over. What a command is for is unknown.
  public boolean isForStoppedService(Action action) {
    return switch (action) {
      case Action.Run _, Action.Systemctl _ -> false;
      case Action.Signal(SignalName _, Path pidFile) -> {
        try {
          yield new PidFile(posix, pidFile, Set.of()).isWithoutProcess();
        } catch (IOException _) {
          yield false; // the signal will fail for the same reason, and say so
        }
      }
    };
  }

  private Optional<String> run(Action.Run run, Placeholders placeholders, Duration timeout)
      throws InterruptedException {
    return commands
        .run(run, placeholders, timeout)
        .problem()
        .map(problem -> "cannot run \"%s\": %s".formatted(String.join(" ", run.argv()), problem));
  }

  private Optional<String> signal(SignalName signal, Path pidFile, Set<String> files) {
    try {
      new PidFile(posix, pidFile, files).signal(signal);
      return Optional.empty();
    } catch (PosixException e) {
      return Optional.of(sentence(signal, pidFile, e.getMessage() + ". " + remedy(e.errno())));
    } catch (IOException e) {
      return Optional.of(sentence(signal, pidFile, String.valueOf(e.getMessage())));
    }
  }

  private static String sentence(SignalName signal, Path pidFile, String why) {
    return "cannot send %s to the process of %s: %s".formatted(signal, pidFile, why);
  }

  private static String remedy(Errno errno) {
    return switch (errno) {
      case ESRCH -> "The file is left over: start the service again.";
      case EPERM -> "Run the daemon as root or as the service's user.";
      default -> "Correct the file's path, or let the service write it again.";
    };
  }
}
