package filereeve.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Assigns the frames of one archive to threads, and orders their writes. Frames are assigned and
/// written in the order of their content.
///
/// Thread: safe for use by many threads.
final class FrameOrder {
  private final long size;
  private final int frame;

  /// Content up to this offset is assigned to threads.
  private long taken;

  /// Content up to this offset is in the archive.
  private long written;

  /// Bytes of the archive.
  private long length;

  /// Bytes of content that were processed and not reported yet.
  private long unreported;

  private int helping;
  private boolean shorter;
  private @Nullable Throwable failure;

  /// @param size of the content
  /// @param frame bytes of content in each frame but the last
  FrameOrder(long size, int frame) {
    this.size = size;
    this.frame = frame;
  }

  synchronized boolean hasMore() {
    return !hasEnded() && taken < Math.max(1, size); // an empty file has one empty frame
  }

  /// @return the offset of the next frame's content, or -1 if there is none
  synchronized long take() {
    if (!hasMore()) {
      return -1;
    }
    long from = taken;
    taken += Math.max(1, contentLength(from));
    return from;
  }

  /// Bytes of content in the frame that begins at this offset.
  int contentLength(long from) {
    return (int) Math.min(frame, size - from);
  }

  /// Waits until all content before this offset is in the archive.
  ///
  /// @return where the archive ends, or -1 if the work has ended
  synchronized long awaitTurn(long from) throws InterruptedException {
    while (written != from && !hasEnded()) {
      wait();
    }
    return hasEnded() ? -1 : length;
  }

  /// Bytes of the archive so far.
  synchronized long length() {
    return length;
  }

  /// Records a written frame, and lets the thread with the next one write.
  synchronized void written(int contentLength, int frameLength) {
    length += frameLength;
    written += contentLength;
    processed(contentLength);
    notifyAll();
  }

  /// Records bytes of the archive that are before or after all frames.
  synchronized void surrounded(int bytes) {
    length += bytes;
  }

  synchronized void processed(int contentLength) {
    unreported += contentLength;
  }

  /// @return bytes of content that were processed since the last call
  synchronized long unreported() {
    long bytes = unreported;
    unreported = 0;
    return bytes;
  }

  /// Ends the work: the source is shorter than it was.
  synchronized void sourceIsShorter() {
    shorter = true;
    notifyAll();
  }

  /// Ends the work. The first failure is the result.
  synchronized void fail(Throwable why) {
    if (failure == null) {
      failure = why;
    }
    notifyAll();
  }

  /// @return whether there is more to help with; then [#endHelp] must follow
  synchronized boolean beginHelp() {
    boolean more = hasMore();
    helping += more ? 1 : 0;
    return more;
  }

  synchronized void endHelp() {
    helping--;
    notifyAll();
  }

  /// Waits until all helpers are done. The caller must have ended the work.
  synchronized void awaitHelpers() {
    while (helping > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        fail(e);
      }
    }
  }

  /// @return whether all content is in the archive; if not, the source is shorter than it was
  /// @throws IOException or another type of the first failure
  synchronized boolean result() throws IOException, InterruptedException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
    return !shorter;
  }

  private synchronized boolean hasEnded() {
    return failure != null || shorter;
  }
}
