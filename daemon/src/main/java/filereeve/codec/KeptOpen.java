package filereeve.codec;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// A stream that belongs to somebody else: closing ends the use of it, not the stream.
final class KeptOpen extends FilterOutputStream {
  KeptOpen(OutputStream owned) {
    super(owned);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    out.write(from, offset, length);
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
