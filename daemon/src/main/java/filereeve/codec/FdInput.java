package filereeve.codec;

import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;
import java.io.InputStream;

/// Reads the first bytes of an open file, from its beginning. The descriptor is kept open, and its
/// offset does not change.
public final class FdInput extends InputStream {
  private final Posix posix;
  private final Fd fd;
  private final long limit;
  private final byte[] one = new byte[1];
  private long position;

  /// @param limit at most this many bytes, whatever is appended meanwhile
  public FdInput(Posix posix, Fd fd, long limit) {
    this.posix = posix;
    this.fd = fd;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int wanted = (int) Math.min(length, limit - position);
    int got = wanted == 0 ? 0 : posix.readAt(fd, into, offset, wanted, position);
    position += got;
    return got == 0 && length > 0 ? -1 : got;
  }

  /// Bytes up to the limit: the gzip decoder asks whether another member follows.
  @Override
  public int available() {
    return (int) Math.min(limit - position, Integer.MAX_VALUE);
  }
}
