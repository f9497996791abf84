package filereeve.codec;

import filereeve.posix.NativeMemory;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What one thread needs to compress: memory for a frame and its compressed variant, and the coder
/// that it used last, which most often is the one it needs next.
///
/// Memory: only what is touched is there. A workspace that held a large frame is given back, and a
/// small one kept: thousands of small files in turn take it from nowhere but here.
///
/// Thread: one at a time.
final class Workspace implements AutoCloseable {
  private static final int SMALL = 256 << 10;

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

  static Workspace make(Posix posix, Coders coders) throws IOException {
    return new Workspace(
        coders, posix.memory(Codec.LARGEST), posix.memory(Codec.LARGEST_COMPRESSED));
  }

  /// Empty, with a capacity of this much content.
  ByteBuffer content(int length) {
    small &= length <= SMALL;
    return content.buffer().clear().limit(length);
  }

  /// Empty, large enough for any frame.
  ByteBuffer frame() {
    return frame.buffer().clear();
  }

  FrameCoder coder(Codec codec, Level level) {
    var wanted = new Kind(codec, level);
    FrameCoder last = coder;
    if (last != null && wanted.equals(kind)) {
      return last;
    }
    closeCoder();
    FrameCoder made = coders.make(codec, level);
    coder = made;
    kind = wanted;
    return made;
  }

  /// Whether it is worth keeping: it takes little.
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
