package filereeve.codec;

import filereeve.posix.Deflate;
import filereeve.posix.Libdeflate;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The deflate blocks of a gzip member by libdeflate.
final class DeflateCoder implements FrameCoder {
  private final Deflate deflate;
  private final DeflateBlocks blocks = new DeflateBlocks();

  DeflateCoder(Libdeflate library, int level) {
    this.deflate = library.deflate(level);
  }

  @Override
  public void compress(ByteBuffer content, ByteBuffer frame, Heartbeat heartbeat)
      throws IOException {
    int from = frame.position();
    deflate.compress(content, frame);
    ByteBuffer stream = frame.duplicate().flip().position(from);
    blocks.open(stream);
    frame.position(stream.limit());
  }

  @Override
  public void expand(ByteBuffer frame, ByteBuffer content, Heartbeat heartbeat) throws IOException {
    deflate.expand(DeflateBlocks.ended(frame), content);
    frame.position(frame.limit());
  }

  @Override
  public void close() {
    deflate.close();
  }
}
