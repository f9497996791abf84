package filereeve.app;

import filereeve.config.Loaded;
import filereeve.config.PatientLoader;
import filereeve.config.Settings;
import filereeve.control.Answer;
import filereeve.control.ControlClient;
import filereeve.control.ControlRequest;
import filereeve.control.ControlSettings;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.telemetry.Quoting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/// `--config FILE` and `--socket FILE`: which daemon a command asks.
final class DaemonOptions {
  private static final Path DEFAULT = ControlSettings.in(Path.of("/var/lib/filereeve"));

  private final ConfigOption config = new ConfigOption();
  private final OptionSpec socket =
      Cli.file(
          "The socket of the daemon (default: the one that the configuration names).", "--socket");

  OptionSpec[] and(OptionSpec... others) {
    return Stream.concat(Stream.of(others), Stream.of(config.option(), socket))
        .toArray(OptionSpec[]::new);
  }

  /// Asks the daemon.
  ///
  /// @param within until it answers
  /// @return its result
  /// @throws CommandFailure if it does not run, or refuses; what it says besides is on standard
  ///   error then
  Map<String, Object> ask(String command, Map<String, Object> arguments, Duration within)
      throws IOException, InterruptedException {
    var request = new ControlRequest(command, arguments);
    return switch (answer(request, within)) {
      case Answer.Result(Map<String, Object> values) -> values;
      case Answer.Refusal(int code, String message, List<String> details) -> {
        details.forEach(line -> System.err.println(Quoting.visible(line)));
        throw new CommandFailure(ExitCode.of(code), Quoting.visible(message));
      }
    };
  }

  private Answer answer(ControlRequest request, Duration within)
      throws IOException, InterruptedException {
    Posix posix = new LinuxPosix();
    Optional<Path> named = Optional.<Path>ofNullable(socket.getValue()).map(Path::toAbsolutePath);
    if (named.isPresent()) {
      return ask(posix, named.get(), request, within);
    }
    if (!config.isNamed() && Files.exists(DEFAULT)) { // without reading the configuration
      Optional<Answer> answer = tryToAsk(posix, DEFAULT, request, within);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    List<Path> likely = likely(posix);
    for (Path path : likely) {
      Optional<Answer> answer = tryToAsk(posix, path, request, within);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    return ask(posix, likely.getFirst(), request, within); // fails, and says so of the likeliest
  }

  /// @return empty if nobody listens there, or not for this user: the next place may be for him
  private static Optional<Answer> tryToAsk(
      Posix posix, Path socket, ControlRequest request, Duration within) {
    try {
      return Optional.of(ask(posix, socket, request, within));
    } catch (CommandFailure e) {
      if (e.exitCode() != ExitCode.NOT_RUNNING && e.exitCode() != ExitCode.PERMISSION) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Answer ask(Posix posix, Path socket, ControlRequest request, Duration within) {
    try {
      return ControlClient.ask(posix, socket, request, within);
    } catch (PosixException e) {
      throw failure(e, socket);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.TRY_AGAIN,
          "cannot understand the daemon on %s: %s. If this program is newer, restart the daemon."
              .formatted(socket, e.getMessage()));
    }
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
      case EPIPE, ECONNRESET ->
          new CommandFailure(
              ExitCode.TRY_AGAIN,
              "the daemon on %s ended before it answered. Its log says why.".formatted(socket));
      default ->
          new CommandFailure(
              ExitCode.TRY_AGAIN,
              "cannot ask the daemon on %s: %s. Its log says what it does."
                  .formatted(socket, e.getMessage()));
    };
  }

  /// Where the daemon of the configuration listens: as it says, or as it said when the daemon
  /// started, of which the state directory knows.
  private List<Path> likely(Posix posix) throws InterruptedException {
    PatientLoader loader = ConfigOption.loader(posix, System.getenv());
    return switch (StartConfiguration.whole(config.file(), loader)) {
      case Loaded.Good(Settings settings, _, _, _) ->
          List.of(
              settings.daemon().control().socket(),
              ControlSettings.in(settings.daemon().stateDir()));
      case Loaded.Bad bad -> in(bad.stateDirectories());
      case Loaded.Silent silent -> in(silent.stateDirectories());
      case Loaded.Unfinished(Path written) ->
          throw new CommandFailure(
              ExitCode.TRY_AGAIN, StartConfiguration.unfinished("find the daemon", written));
    };
  }

  /// A configuration that is bad now may not say any more where the daemon listens.
  private static List<Path> in(List<Path> stateDirectories) {
    return stateDirectories.isEmpty()
        ? List.of(DEFAULT)
        : stateDirectories.stream().map(ControlSettings::in).toList();
  }
}
