package filereeve.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The deflate blocks of a gzip member by the JDK's zlib, for hosts without libdeflate.
final class JdkDeflateCoder implements FrameCoder {
  private final Deflater deflater;
  private final Inflater inflater = new Inflater(true);

  JdkDeflateCoder(int level) {
    this.deflater = new Deflater(level, true);
  }

  @Override
  public void compress(ByteBuffer content, ByteBuffer frame, Heartbeat heartbeat)
      throws IOException {
    deflater.reset();
    deflater.setInput(content);
    deflater.deflate(frame, Deflater.SYNC_FLUSH);
    if (!deflater.needsInput() || !frame.hasRemaining()) {
      throw new IOException("the output buffer is too small for the deflate blocks");
    }
  }

  @Override
  public void expand(ByteBuffer frame, ByteBuffer content, Heartbeat heartbeat) throws IOException {
    try {
      inflater.reset();
      inflater.setInput(DeflateBlocks.ended(frame));
      inflater.inflate(content);
    } catch (DataFormatException e) {
      throw new IOException("the deflate blocks are damaged: " + e.getMessage(), e);
    }
    if (!inflater.finished() || inflater.getRemaining() > 0) {
      throw new IOException("the deflate blocks are damaged");
    }
    frame.position(frame.limit());
  }

  @Override
  public void close() {
    deflater.end();
    inflater.end();
  }
}
