package filereeve.copytruncate;

import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/// A log that is open for reading and cutting: the file that was inspected, whatever has its name
/// now.
final class OpenLog implements Closeable {
  private final Posix posix;
  private final Fd fd;

  private OpenLog(Posix posix, Fd fd) {
    this.posix = posix;
    this.fd = fd;
  }

  /// @param inspected the attributes of the inspected file
  /// @throws PosixException `ENOENT` if another file has the name now, which has to be inspected
  static OpenLog open(Posix posix, Directory directory, Path name, Stat inspected)
      throws IOException {
    var log = new OpenLog(posix, posix.open(directory.fd(), name, Open.READ_WRITE, 0));
    boolean same = false;
    try {
      Stat stat = log.stat();
      same = stat.sameInode(inspected) && stat.links() == inspected.links();
    } finally {
      if (!same) {
        log.close();
      }
    }
    if (!same) {
      throw new PosixException("open", directory.path().resolve(name).toString(), Errno.ENOENT);
    }
    return log;
  }

  Fd fd() {
    return fd;
  }

  Stat stat() throws IOException {
    return posix.stat(fd);
  }

  /// Where the first byte at or after an offset is that is not in a hole.
  OptionalLong nextWritten(long offset) throws IOException {
    return posix.nextWritten(fd, offset);
  }

  /// @return the number of bytes, 0 at the end
  int read(byte[] into, int length, long position) throws IOException {
    return posix.readAt(fd, into, 0, length, position);
  }

  /// @throws IOException also if the log is shorter
  void readAll(byte[] into, int length, long position) throws IOException {
    if (posix.readAt(fd, into, 0, length, position) < length) {
      throw new IOException("it was truncated while it was read");
    }
  }

  @Override
  public void close() throws IOException {
    posix.close(fd);
  }
}
