package filereeve.files;

import filereeve.posix.Fd;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The lock on a state directory, which one daemon holds at a time. The kernel releases it when the
/// process ends, however it ends.
public final class StateLock implements Closeable {
  private static final Path NAME = Path.of("lock");

  private final Posix posix;
  private final Fd file;

  private StateLock(Posix posix, Fd file) {
    this.posix = posix;
    this.file = file;
  }

  /// @return empty if another process has the lock
  public static Optional<StateLock> take(Posix posix, Directory stateDirectory) throws IOException {
    Fd file = posix.open(stateDirectory.fd(), NAME, Open.READ_WRITE_CREATE, 0600);
    boolean taken = false;
    try {
      taken = posix.lock(file);
      return taken ? Optional.of(new StateLock(posix, file)) : Optional.empty();
    } finally {
      if (!taken) {
        posix.close(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    posix.close(file);
  }
}
