package filereeve.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.posix.Connection;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/// One connection, line by line. Each side writes one line.
final class Lines {
  private static final int BLOCK = 8192;

  private final Connection connection;

  Lines(Connection connection) {
    this.connection = connection;
  }

  /// Reads a line, of which nothing may follow.
  ///
  /// @param longest in bytes
  /// @param within until all of it has come, however slowly
  /// @throws PosixException if it does not come in time, `EPIPE` if the other side has ended the
  ///   connection
  /// @throws IOException if it is longer
  String read(int longest, Duration within) throws IOException {
    var line = new ByteArrayOutputStream();
    byte[] block = new byte[BLOCK];
    long end = System.nanoTime() + within.toNanos();
    while (true) {
      int got = connection.read(block, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      if (got == 0) {
        throw new PosixException("read", "the connection", Errno.EPIPE);
      }
      line.write(block, 0, got);
      if (line.size() > longest) {
        throw new IOException("it is longer than %d bytes".formatted(longest));
      }
      if (block[got - 1] == '\n') {
        return line.toString(UTF_8).strip();
      }
    }
  }

  /// @param within until the other side has taken all of it
  void write(String line, Duration within) throws IOException {
    connection.write((line + "\n").getBytes(UTF_8), within);
  }
}
