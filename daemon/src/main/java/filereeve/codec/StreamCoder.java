package filereeve.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Frames by a library of Java streams that works in the heap: xz and bzip2. One frame is worked on
/// at a time in the whole program, so that the heap's 64 MiB suffice whatever `compress_workers`
/// is.
final class StreamCoder implements FrameCoder {
  /// Several times a second with the slowest of them.
  private static final int PIECE = 64 << 10;

  /// A library's two streams.
  interface Streams {
    /// @param length of what will be written
    OutputStream encoder(OutputStream to, int length) throws IOException;

    InputStream decoder(InputStream from) throws IOException;
  }

  private final Streams streams;
  private final Semaphore heap;

  /// @param heap has one permit for all
  StreamCoder(Streams streams, Semaphore heap) {
    this.streams = streams;
    this.heap = heap;
  }

  @Override
  public void compress(ByteBuffer content, ByteBuffer frame, Heartbeat heartbeat)
      throws IOException, InterruptedException {
    awaitHeap(heartbeat);
    byte[] piece = new byte[PIECE];
    try (OutputStream encoder = streams.encoder(new BufferOutput(frame), content.remaining())) {
      while (content.hasRemaining()) {
        int length = Math.min(PIECE, content.remaining());
        content.get(piece, 0, length);
        encoder.write(piece, 0, length);
        heartbeat.beat();
      }
    } finally {
      heap.release();
    }
  }

  @Override
  public void expand(ByteBuffer frame, ByteBuffer content, Heartbeat heartbeat)
      throws IOException, InterruptedException {
    awaitHeap(heartbeat);
    byte[] piece = new byte[PIECE];
    try (InputStream decoder = Damage.asIOException(streams.decoder(new BufferInput(frame)))) {
      for (int got = decoder.read(piece); got >= 0; got = decoder.read(piece)) {
        if (got > content.remaining()) {
          throw new IOException("the frame holds more than was written");
        }
        content.put(piece, 0, got);
        heartbeat.beat();
      }
    } finally {
      heap.release();
    }
    if (frame.hasRemaining()) {
      throw new IOException("the frame is followed by something else");
    }
  }

  private void awaitHeap(Heartbeat heartbeat) throws InterruptedException {
    while (!heap.tryAcquire(1, TimeUnit.SECONDS)) {
      heartbeat.beat();
    }
  }

  @Override
  public void close() {
    // The streams live for one frame only.
  }

  /// Writes into a buffer.
  private static final class BufferOutput extends OutputStream {
    private final ByteBuffer to;

    BufferOutput(ByteBuffer to) {
      this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
      requireRoom(1);
      to.put((byte) b);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      requireRoom(length);
      to.put(from, offset, length);
    }

    private void requireRoom(int length) throws IOException {
      if (length > to.remaining()) {
        throw new IOException("the frame does not fit");
      }
    }
  }

  /// Reads from a buffer.
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
