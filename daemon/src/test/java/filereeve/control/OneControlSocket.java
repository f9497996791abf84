package filereeve.control;

import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.NothingLeftOpen;
import filereeve.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A control socket in a directory of its own, and those who ask.
abstract class OneControlSocket {
  static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path dir;
  @RegisterExtension final RecordingLog log = new RecordingLog();
  @RegisterExtension final NothingLeftOpen open = new NothingLeftOpen();

  final Posix posix = new LinuxPosix();
  Path socket = Path.of("");

  @BeforeEach
  void name() throws IOException {
    socket = dir.toRealPath().resolve("control.sock");
  }

  ControlServer start(ControlServer.Answers answers) throws IOException {
    return ControlServer.start(
        posix, new ControlSettings(socket, Optional.empty(), 0600), answers, log);
  }

  static Answer echo(ControlRequest request, ControlServer.Client client) {
    return new Answer.Result(
        Map.of(
            "command",
            request.command(),
            "user",
            (long) client.user(),
            "mayChange",
            client.mayChange()));
  }

  Answer ask(String command) throws IOException {
    return ControlClient.ask(posix, socket, new ControlRequest(command, Map.of()), SOON);
  }
}
