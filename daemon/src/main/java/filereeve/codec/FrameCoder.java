package filereeve.codec;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Writes and reads the frames of one format at one level. Each frame (a run of deflate blocks, an
/// xz or bzip2 stream) is independent, and frames in a row, in their [Envelope], are one archive
/// for the standard tools. So several threads can work on one file.
///
/// Buffers are outside the heap. They are used from position to limit, and both positions advance.
///
/// Thread: one at a time.
interface FrameCoder extends AutoCloseable {
  /// Is called repeatedly, in the calling thread, during work of more than a few seconds.
  interface Heartbeat {
    /// @throws InterruptedException when the work is cancelled
    void beat() throws InterruptedException;
  }

  /// Compresses all remaining content into one frame.
  ///
  /// @param frame has a capacity of [Codec#LARGEST_COMPRESSED] bytes
  void compress(ByteBuffer content, ByteBuffer frame, Heartbeat heartbeat)
      throws IOException, InterruptedException;

  /// Decompresses the single frame that remains in `frame`.
  ///
  /// @param frame has a capacity of eight bytes beyond its limit, which can be overwritten
  /// @throws IOException if it is not one complete frame, or its content does not fit. Damage that
  ///   yields other content is found by the content's sum
  void expand(ByteBuffer frame, ByteBuffer content, Heartbeat heartbeat)
      throws IOException, InterruptedException;

  @Override
  void close();
}
