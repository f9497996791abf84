package filereeve.codec;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A decoder that reports damage as an IOException only: the libraries' decoders throw unchecked
/// exceptions on some input.
final class Damage extends FilterInputStream {
  private interface Read {
    int read() throws IOException;
  }

  private Damage(InputStream decoder) {
    super(decoder);
  }

  static InputStream asIOException(InputStream decoder) {
    return new Damage(decoder);
  }

  @Override
  public int read() throws IOException {
    return checked(in::read);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return checked(() -> in.read(into, offset, length));
  }

  private static int checked(Read read) throws IOException {
    try {
      return read.read();
    } catch (RuntimeException e) {
      throw new IOException("the archive is damaged: " + e.getMessage(), e);
    }
  }
}
