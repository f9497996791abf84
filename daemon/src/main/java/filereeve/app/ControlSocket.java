package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.control.ControlServer;
import filereeve.control.ControlSettings;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.util.Optional;

/// The control socket of the daemon, which works without one, too.
///
/// Thread: opened and closed by one.
final class ControlSocket {
  private final Posix posix;
  private final Log log;
  private final ControlServer.Answers answers;
  private Optional<ControlServer> server = Optional.empty();

  ControlSocket(Posix posix, Log log, ControlServer.Answers answers) {
    this.posix = posix;
    this.log = log;
    this.answers = answers;
  }

  void open(ControlSettings settings) {
    try {
      server = Optional.of(ControlServer.start(posix, settings, answers, log));
    } catch (IOException e) {
      log.log(
          Event.DEGRADED,
          field(
              "why",
              "cannot listen on %s, so that no command reaches the daemon: %s."
                  .formatted(settings.socket(), e.getMessage())));
    }
  }

  void close() {
    try {
      if (server.isPresent()) {
        server.get().close();
      }
    } catch (IOException e) {
      log.log(Event.DEGRADED, field("why", "cannot remove the control socket: " + e.getMessage()));
    }
  }
}
