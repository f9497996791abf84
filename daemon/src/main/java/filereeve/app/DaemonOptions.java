package filereeve.app;

import filereeve.config.Loaded;
import filereeve.control.Answer;
import filereeve.control.ControlClient;
import filereeve.control.ControlRequest;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/// `--config FILE` and `--socket FILE`: which daemon a command asks.
final class DaemonOptions {
  private static final Path SOCKET = Path.of("control.sock");
  private static final Path DEFAULT = Path.of("/var/lib/filereeve").resolve(SOCKET);

  private final ConfigOption config = new ConfigOption();
  private final OptionSpec socket =
      Cli.file(
          "The socket of the daemon (default: the one that the configuration names).", "--socket");

  OptionSpec[] and(OptionSpec... others) {
    OptionSpec[] all = new OptionSpec[others.length + 2];
    System.arraycopy(others, 0, all, 0, others.length);
    all[others.length] = config.option();
    all[others.length + 1] = socket;
    return all;
  }

  /// Asks the daemon.
  ///
  /// @param within until it answers
  /// @return its result
  /// @throws CommandFailure if it does not run, or refuses; what it says besides is on standard
  ///   error then
  Map<String, Object> ask(String command, Map<String, Object> arguments, Duration within)
      throws IOException, InterruptedException {
    Posix posix = new LinuxPosix();
    Path asked = find(posix);
    Answer answer;
    try {
      answer = ControlClient.ask(posix, asked, new ControlRequest(command, arguments), within);
    } catch (PosixException e) {
      throw failure(e, asked);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.TRY_AGAIN,
          "cannot understand the daemon on %s: %s. If this program is newer, restart the daemon."
              .formatted(asked, e.getMessage()));
    }
    return switch (answer) {
      case Answer.Result(Map<String, Object> values) -> values;
      case Answer.Refusal(int code, String message, List<String> details) -> {
        details.forEach(System.err::println);
        throw new CommandFailure(ExitCode.of(code), message);
      }
    };
  }

  private static CommandFailure failure(PosixException e, Path socket) {
    return switch (e.errno()) {
      case ENOENT, ECONNREFUSED ->
          new CommandFailure(
              ExitCode.NOT_RUNNING,
              "the daemon does not run: nobody listens on %s. Start it: systemctl start filereeve. If it runs, name its configuration (--config) or its socket (--socket)."
                  .formatted(socket));
      case EACCES, EPERM ->
          new CommandFailure(
              ExitCode.PERMISSION,
              "cannot ask the daemon on %s: %s. Use sudo, or let a group ask: set daemon.control.group, and daemon.control.socket to /run/filereeve/control.sock."
                  .formatted(socket, e.errno().text()));
      default ->
          new CommandFailure(
              ExitCode.TRY_AGAIN,
              "cannot ask the daemon on %s: %s. Its log says what it does."
                  .formatted(socket, e.getMessage()));
    };
  }

  /// The configuration is not read where the usual socket is there: an answer should come at once.
  private Path find(Posix posix) throws InterruptedException {
    Optional<Path> named = Optional.ofNullable(socket.getValue());
    if (named.isPresent()) {
      return named.get().toAbsolutePath();
    }
    if (!config.isNamed() && Files.exists(DEFAULT)) {
      return DEFAULT;
    }
    return switch (ConfigOption.loader(posix, System.getenv()).load(config.file())) {
      case Loaded.Good good -> good.settings().daemon().control().socket();
      case Loaded.Bad bad -> in(bad.stateDirectories());
      case Loaded.Silent silent -> in(silent.stateDirectories());
      case Loaded.Unfinished _ -> DEFAULT;
    };
  }

  /// A configuration that is bad now may not say any more where the daemon listens.
  private static Path in(List<Path> stateDirectories) {
    List<Path> likely =
        stateDirectories.stream().map(directory -> directory.resolve(SOCKET)).toList();
    return likely.stream()
        .filter(Files::exists)
        .findFirst()
        .orElse(likely.isEmpty() ? DEFAULT : likely.getFirst());
  }
}
