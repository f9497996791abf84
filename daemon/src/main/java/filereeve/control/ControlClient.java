package filereeve.control;

import filereeve.posix.Connection;
import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// The side of the administrator: asks, and waits for the answer.
public final class ControlClient {
  /// A status of 1,000 rules has some 300 KiB.
  private static final int LONGEST_ANSWER = 64 << 20;

  private static final Duration UNTIL_TAKEN = Duration.ofSeconds(5);

  private ControlClient() {}

  /// @param within until the answer has come
  /// @throws PosixException if there is no daemon, it does not answer, or this process may not ask
  public static Answer ask(Posix posix, Path socket, ControlRequest request, Duration within)
      throws IOException {
    try (Connection connection = posix.connect(socket)) {
      var lines = new Lines(connection);
      try {
        lines.write(request.line(), UNTIL_TAKEN);
      } catch (PosixException e) {
        if (e.errno() != Errno.EPIPE) {
          throw e;
        }
        // One client too many is answered before it has asked.
      }
      return Answer.parse(lines.read(LONGEST_ANSWER, within));
    }
  }
}
