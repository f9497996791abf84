package filereeve.codec;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// zstd frames, each with its content's size and a checksum (XXH64).
///
/// Memory, outside the heap: with [Level.Auto] about 3 MiB for a full frame, less for a smaller
/// one.
final class ZstdCoder implements FrameCoder {
  private final ZstdCompressCtx compressor;
  private final ZstdDecompressCtx decompressor;

  ZstdCoder(Level level) throws IOException {
    this.compressor = compressor(level);
    this.decompressor = new ZstdDecompressCtx();
  }

  static ZstdCompressCtx compressor(Level level) throws IOException {
    ZstdLibrary.require();
    ZstdCompressCtx compressor =
        switch (level) {
          case Level.Auto _ -> tunedForLogs();
          case Level.Fixed(int value) -> new ZstdCompressCtx().setLevel(value);
        };
    return compressor.setChecksum(true).setContentSize(true);
  }

  /// Tuned by benchmarks (docs/decisions/0011): tables that fit the processor's cache, few
  /// candidates for each match, and no matches under 6 bytes, which do not pay in lines of text.
  private static ZstdCompressCtx tunedForLogs() {
    int lazy2 = 5;
    return new ZstdCompressCtx()
        .setWindowLog(23)
        .setHashLog(18)
        .setSearchLog(3)
        .setMinMatch(6)
        .setStrategy(lazy2);
  }

  @Override
  public void compress(ByteBuffer content, ByteBuffer frame, Heartbeat heartbeat)
      throws IOException {
    try {
      int produced =
          compressor.compressDirectByteBuffer(
              frame,
              frame.position(),
              frame.remaining(),
              content,
              content.position(),
              content.remaining());
      content.position(content.limit());
      frame.position(frame.position() + produced);
    } catch (ZstdException e) {
      throw new IOException("zstd: " + e.getMessage(), e);
    }
  }

  @Override
  public void expand(ByteBuffer frame, ByteBuffer content, Heartbeat heartbeat) throws IOException {
    try {
      int produced =
          decompressor.decompressDirectByteBuffer(
              content,
              content.position(),
              content.remaining(),
              frame,
              frame.position(),
              frame.remaining());
      frame.position(frame.limit());
      content.position(content.position() + produced);
    } catch (ZstdException e) {
      throw new IOException("zstd: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
