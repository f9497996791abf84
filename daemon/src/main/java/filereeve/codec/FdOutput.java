package filereeve.codec;

import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;
import java.io.OutputStream;

/// Writes to an open file, which stays open.
final class FdOutput extends OutputStream {
  private final Posix posix;
  private final Fd fd;
  private final byte[] one = new byte[1];

  FdOutput(Posix posix, Fd fd) {
    this.posix = posix;
    this.fd = fd;
  }

  @Override
  public void write(int b) throws IOException {
    one[0] = (byte) b;
    write(one, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    if (length > 0) {
      posix.write(fd, from, offset, length);
    }
  }
}
