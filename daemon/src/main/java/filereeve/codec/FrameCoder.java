package filereeve.codec;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Makes and reads the frames of one format at one level. A frame (a gzip member, a stream of xz,
/// bzip2) stands by itself, and frames one after the other are what each standard tool reads as one
/// archive: so several threads can work on one file, and damage to one does not take the others
/// along.
///
/// Buffers are outside the heap and are used from position to limit; both positions move.
///
/// Thread: one at a time.
interface FrameCoder extends AutoCloseable {
  /// Called again and again, in the calling thread, during what takes more than a few seconds.
  interface Heartbeat {
    /// @throws InterruptedException when the work is not wanted any more
    void beat() throws InterruptedException;
  }

  /// Makes one frame of all that is left of `content`.
  ///
  /// @param frame has a capacity of [Codec#LARGEST_COMPRESSED] bytes
  void compress(ByteBuffer content, ByteBuffer frame, Heartbeat heartbeat)
      throws IOException, InterruptedException;

  /// Gives the content of the one frame that is left of `frame`.
  ///
  /// @throws IOException if it is not one whole, sound frame, or its content does not fit
  void expand(ByteBuffer frame, ByteBuffer content, Heartbeat heartbeat)
      throws IOException, InterruptedException;

  @Override
  void close();
}
