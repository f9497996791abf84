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

/// A log, open for reading and cutting: the very file that was looked at, whatever has its name.
final class OpenLog implements Closeable {
  private final Posix posix;
  private final Fd fd;

  private OpenLog(Posix posix, Fd fd) {
    this.posix = posix;
    this.fd = fd;
  }

  /// @param looked what the name was judged by
  /// @throws PosixException `ENOENT` if another file has the name by now: then it has to be looked
  ///   at
  static OpenLog open(Posix posix, Directory directory, Path name, Stat looked) throws IOException {
    var log = new OpenLog(posix, posix.open(directory.fd(), name, Open.READ_WRITE, 0));
    boolean same = false;
    try {
      Stat stat = log.stat();
      same = stat.sameInode(looked) && stat.links() == looked.links();
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

  /// @return how many bytes, 0 at the end
  int read(byte[] into, int length, long position) throws IOException {
    return posix.readAt(fd, into, 0, length, position);
  }

  /// @throws IOException also if the log ends before that
  void readAll(byte[] into, int length, long position) throws IOException {
    for (int done = 0; done < length; ) {
      int got = posix.readAt(fd, into, done, length - done, position + done);
      if (got == 0) {
        throw new IOException("it became shorter while it was read");
      }
      done += got;
    }
  }

  @Override
  public void close() throws IOException {
    posix.close(fd);
  }
}
