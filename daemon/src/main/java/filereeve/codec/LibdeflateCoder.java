package filereeve.codec;

import filereeve.posix.Gzip;
import filereeve.posix.Libdeflate;
import java.io.IOException;
import java.nio.ByteBuffer;

/// gzip members (RFC 1952) by libdeflate.
final class LibdeflateCoder implements FrameCoder {
  private final Gzip gzip;

  LibdeflateCoder(Libdeflate library, int level) {
    this.gzip = library.gzip(level);
  }

  @Override
  public void compress(ByteBuffer content, ByteBuffer frame, Heartbeat heartbeat)
      throws IOException {
    gzip.compress(content, frame);
  }

  @Override
  public void expand(ByteBuffer frame, ByteBuffer content, Heartbeat heartbeat) throws IOException {
    gzip.expand(frame, content);
  }

  @Override
  public void close() {
    gzip.close();
  }
}
