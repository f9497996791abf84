package filereeve.bench.watchers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A file that others add to, read as if it had no end until it is closed.
final class Growing extends InputStream {
  private final InputStream file;
  private final Duration pause;
  private volatile boolean closed;

  /// @param pause between two reads
  Growing(Path file, Duration pause) throws IOException {
    this.file = Files.newInputStream(file);
    this.pause = pause;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int got = file.read(into, offset, length);
    while (got < 0 && !closed) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
      got = file.read(into, offset, length);
    }
    return got;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    file.close();
  }
}
