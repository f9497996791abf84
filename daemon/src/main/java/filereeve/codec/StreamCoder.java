package filereeve.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/// Frames by a library of Java streams that works in the heap: xz and bzip2. [Compressors] lets one
/// large frame of them be processed at a time, so that a heap of 64 MiB suffices whatever
/// `compress_workers` is.
final class StreamCoder implements FrameCoder {
  /// Bytes between two heartbeats: several a second with the slowest library.
  private static final int PIECE = 64 << 10;

  /// Creates a library's two streams.
  interface Streams {
    /// @param length of the content, in bytes
    OutputStream encoder(OutputStream to, int length) throws IOException;

    InputStream decoder(InputStream from) throws IOException;
  }

  /// xz streams with a dictionary of at most 2 MiB: at every level the encoder takes at most 25 MiB
  /// of heap and the decoder 3 MiB. The checksum is CRC64, as in the `xz` tool.
  record Xz(int level, ArrayCache cache) implements Streams {
    private static final int DICTIONARY = 2 << 20;
    private static final int NO_LIMIT = -1; // our own frames have the dictionary above

    @Override
    public OutputStream encoder(OutputStream to, int length) throws IOException {
      var options = new LZMA2Options(level);
      int enough = Math.max(LZMA2Options.DICT_SIZE_MIN, length);
      options.setDictSize(Math.min(Math.min(options.getDictSize(), DICTIONARY), enough));
      return new XZOutputStream(to, options, XZ.CHECK_CRC64, cache);
    }

    @Override
    public InputStream decoder(InputStream from) throws IOException {
      return new SingleXZInputStream(from, NO_LIMIT, true, cache);
    }
  }

  /// bzip2 streams. Their blocks are of the level's 100 to 900 kB, but no larger than the content:
  /// up to 8 MiB of heap.
  record Bzip2(int level) implements Streams {
    private static final int BLOCK = 100_000;

    @Override
    public OutputStream encoder(OutputStream to, int length) throws IOException {
      return new BZip2CompressorOutputStream(to, Math.min(level, 1 + length / BLOCK));
    }

    @Override
    public InputStream decoder(InputStream from) throws IOException {
      return new BZip2CompressorInputStream(from);
    }
  }

  private final Streams streams;

  StreamCoder(Streams streams) {
    this.streams = streams;
  }

  @Override
  public void compress(ByteBuffer content, ByteBuffer frame, Heartbeat heartbeat)
      throws IOException, InterruptedException {
    byte[] piece = new byte[PIECE];
    try (OutputStream encoder = streams.encoder(new BufferOutput(frame), content.remaining())) {
      while (content.hasRemaining()) {
        int length = Math.min(PIECE, content.remaining());
        content.get(piece, 0, length);
        encoder.write(piece, 0, length);
        heartbeat.beat();
      }
    }
  }

  @Override
  public void expand(ByteBuffer frame, ByteBuffer content, Heartbeat heartbeat)
      throws IOException, InterruptedException {
    byte[] piece = new byte[PIECE];
    try (InputStream decoder = Damage.asIOException(streams.decoder(new BufferInput(frame)))) {
      for (int got = decoder.read(piece); got >= 0; got = decoder.read(piece)) {
        if (got > content.remaining()) {
          throw new IOException("the frame contains more than was written");
        }
        content.put(piece, 0, got);
        heartbeat.beat();
      }
    }
    if (frame.hasRemaining()) {
      throw new IOException("the frame is followed by something else");
    }
  }

  @Override
  public void close() {
    // Each stream is closed after its frame.
  }

  private static final class BufferOutput extends OutputStream {
    private final ByteBuffer to;

    BufferOutput(ByteBuffer to) {
      this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
      requireCapacity(1);
      to.put((byte) b);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      requireCapacity(length);
      to.put(from, offset, length);
    }

    private void requireCapacity(int length) throws IOException {
      if (length > to.remaining()) {
        throw new IOException("the output buffer is too small for the frame");
      }
    }
  }

  private static final class BufferInput extends InputStream {
    private final ByteBuffer from;

    BufferInput(ByteBuffer from) {
      this.from = from;
    }

    @Override
    public int read() {
      return from.hasRemaining() ? from.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int part = Math.min(length, from.remaining());
      from.get(into, offset, part);
      return part == 0 && length > 0 ? -1 : part;
    }
  }
}
