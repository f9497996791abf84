package filereeve.codec;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One zstd frame, with its content's size and a checksum (XXH64), in pieces that end with a block.
/// The pieces of one file have to be given in their order, each to be compressed and then expanded.
///
/// Memory, outside the heap: with [Level.Auto] about 20 MiB, most of it the windows of 8 MiB.
final class ZstdPieceCoder implements FrameCoder {
  private final ZstdCompressCtx compressor;
  private final ZstdDecompressCtx decompressor;

  /// Bytes of content that are not compressed yet.
  private long left;

  /// @param size of the content of all pieces
  ZstdPieceCoder(Level level, long size) throws IOException {
    this.compressor = ZstdCoder.compressor(level);
    this.decompressor = new ZstdDecompressCtx();
    this.left = size;
    compressor.setPledgedSrcSize(size);
  }

  @Override
  public void compress(ByteBuffer content, ByteBuffer frame, Heartbeat heartbeat)
      throws IOException {
    left -= content.remaining();
    EndDirective end = left == 0 ? EndDirective.END : EndDirective.FLUSH;
    try {
      while (!compressor.compressDirectByteBufferStream(frame, content, end)) {
        if (!frame.hasRemaining()) {
          throw new IOException("the output buffer is too small for the piece");
        }
      }
    } catch (ZstdException e) {
      throw new IOException("zstd: " + e.getMessage(), e);
    }
  }

  @Override
  public void expand(ByteBuffer frame, ByteBuffer content, Heartbeat heartbeat) throws IOException {
    boolean complete = false;
    try {
      while (frame.hasRemaining() && !complete) {
        int before = frame.remaining() + content.remaining();
        complete = decompressor.decompressDirectByteBufferStream(content, frame);
        if (frame.remaining() + content.remaining() == before) {
          throw new IOException("the frame contains more than was written");
        }
      }
    } catch (ZstdException e) {
      throw new IOException("zstd: " + e.getMessage(), e);
    }
    if (frame.hasRemaining() || complete != (left == 0)) {
      throw new IOException("the frame has another end");
    }
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
