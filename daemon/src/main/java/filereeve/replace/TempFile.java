package filereeve.replace;

import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/// A temporary file that is being written. Closing it removes it, unless it got its final name.
final class TempFile implements Closeable {
  private final Posix posix;
  private final Directory directory;
  private final Path name;
  private final Fd fd;
  private final Runnable released;
  private boolean named;

  /// @param released is told when the file is no longer in use
  TempFile(Posix posix, Directory directory, Path name, Fd fd, Runnable released) {
    this.posix = posix;
    this.directory = directory;
    this.name = name;
    this.fd = fd;
    this.released = released;
  }

  Fd fd() {
    return fd;
  }

  void beginSync() throws IOException {
    posix.beginSync(fd);
  }

  void sync() throws IOException {
    posix.sync(fd);
  }

  /// Whether this name leads to the file.
  boolean isAt(Path target) throws IOException {
    Stat own = posix.stat(fd);
    return directory.stat(target).filter(stat -> stat.sameInode(own)).isPresent();
  }

  /// @return false if the name is taken
  boolean rename(Path target) throws IOException {
    try {
      directory.rename(name, directory, target);
    } catch (PosixException e) {
      if (e.errno() == Errno.EEXIST) {
        return false;
      }
      throw e;
    }
    named = true;
    return true;
  }

  @Override
  public void close() throws IOException {
    try {
      if (!named) {
        directory.unlink(name);
      }
    } finally {
      released.run();
      posix.close(fd);
    }
  }
}
