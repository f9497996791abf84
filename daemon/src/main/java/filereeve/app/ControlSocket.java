package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.config.DaemonSettings;
import filereeve.control.ControlServer;
import filereeve.control.ControlSettings;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The control socket of the daemon, which works without one, too. Where it is not in the state
/// directory, a symbolic link there leads to it: so a command finds it by the state directory
/// alone, also when the configuration is bad now, or names another one.
///
/// Thread: opened and closed by one.
final class ControlSocket {
  private final Posix posix;
  private final Log log;
  private final ControlServer.Answers answers;
  private Optional<ControlServer> server = Optional.empty();
  private Optional<Path> link = Optional.empty();

  ControlSocket(Posix posix, Log log, ControlServer.Answers answers) {
    this.posix = posix;
    this.log = log;
    this.answers = answers;
  }

  void open(DaemonSettings settings) {
    Path socket = settings.control().socket();
    Path usual = ControlSettings.in(settings.stateDir());
    try {
      if (Files.isSymbolicLink(usual)) {
        Files.delete(usual); // of a daemon that was killed
      }
      server = Optional.of(ControlServer.start(posix, settings.control(), answers, log));
      if (!socket.equals(usual)) {
        Files.deleteIfExists(usual);
        link = Optional.of(Files.createSymbolicLink(usual, socket));
      }
    } catch (IOException e) {
      log.log(
          Event.DEGRADED,
          field(
              "why",
              "cannot listen on %s, so that no command reaches the daemon: %s. SIGHUP reloads its configuration."
                  .formatted(socket, e.getMessage())));
    }
  }

  void close() {
    try {
      if (link.isPresent()) {
        Files.deleteIfExists(link.get());
      }
      if (server.isPresent()) {
        server.get().close();
      }
    } catch (IOException e) {
      log.log(Event.DEGRADED, field("why", "cannot remove the control socket: " + e.getMessage()));
    }
  }
}
