package filereeve.codec;

import filereeve.posix.NativeMemory;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The memory of one compressing thread: buffers for a frame and its compressed variant, and the
/// last coder, which is most often the next one too.
///
/// Memory: only touched pages take any. A workspace that held a large frame is freed; a small one
/// is kept, so that thousands of small files in turn reuse it.
///
/// Thread: one at a time.
final class Workspace implements AutoCloseable {
  /// Content of so many bytes takes so little memory that it is kept.
  static final int SMALL = 256 << 10;

  private record Kind(Codec codec, Level level) {}

  private final Coders coders;
  private final NativeMemory content;
  private final NativeMemory frame;
  private @Nullable Kind kind;
  private @Nullable FrameCoder coder;
  private boolean small = true;

  private Workspace(Coders coders, NativeMemory content, NativeMemory frame) {
    this.coders = coders;
    this.content = content;
    this.frame = frame;
  }

  static Workspace create(Posix posix, Coders coders) throws IOException {
    return new Workspace(
        coders, posix.memory(Codec.LARGEST), posix.memory(Codec.LARGEST_COMPRESSED));
  }

  /// The content's buffer: empty, and limited to this length.
  ByteBuffer content(int length) {
    small &= length <= SMALL;
    return content.buffer().clear().limit(length);
  }

  /// The frame's buffer: empty, and large enough for any frame.
  ByteBuffer frame() {
    return frame.buffer().clear();
  }

  /// A coder for one file, which the caller closes.
  ///
  /// @param size of the file's content
  FrameCoder coderOfItsOwn(Codec codec, Level level, long size) throws IOException {
    return coders.create(codec, level, size);
  }

  /// A coder for a format of independent frames, which is kept for the next frame.
  FrameCoder coder(Codec codec, Level level) throws IOException {
    var wanted = new Kind(codec, level);
    FrameCoder last = coder;
    if (last != null && wanted.equals(kind)) {
      return last;
    }
    closeCoder();
    FrameCoder created = coders.create(codec, level, 0);
    coder = created;
    kind = wanted;
    return created;
  }

  /// Whether it takes so little memory that it is kept for the next file.
  boolean isSmall() {
    return small;
  }

  private void closeCoder() {
    FrameCoder last = coder;
    coder = null;
    if (last != null) {
      last.close();
    }
  }

  @Override
  public void close() {
    closeCoder();
    content.close();
    frame.close();
  }
}
