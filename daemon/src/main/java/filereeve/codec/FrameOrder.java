package filereeve.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Which frame of a file is taken next and whose turn it is to write, for the threads that work on
/// one archive. Frames are taken in the order of their content and written in the same order.
///
/// Thread: safe for use by many threads.
final class FrameOrder {
  private final long size;
  private final int frame;

  /// Content up to here has been taken by some thread.
  private long taken;

  /// Content up to here is in the archive.
  private long written;

  /// Bytes of the archive.
  private long length;

  /// Content that was processed, and not reported yet.
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

  /// @return where the next frame's content begins, or -1 if there is none
  synchronized long take() {
    if (!hasMore()) {
      return -1;
    }
    long from = taken;
    taken += Math.max(1, contentLength(from));
    return from;
  }

  /// Bytes of content in the frame that begins there.
  int contentLength(long from) {
    return (int) Math.min(frame, size - from);
  }

  /// Waits until all content before this is in the archive.
  ///
  /// @return where the archive ends, or -1 if the frame is not wanted any more
  synchronized long awaitTurn(long from) throws InterruptedException {
    while (written != from && !hasEnded()) {
      wait();
    }
    return hasEnded() ? -1 : length;
  }

  /// How long the archive is.
  synchronized long length() {
    return length;
  }

  /// The thread whose turn it was has written its frame.
  synchronized void written(int contentLength, int frameLength) {
    length += frameLength;
    written += contentLength;
    processed(contentLength);
    notifyAll();
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

  /// The source is shorter than it was: nothing more is wanted.
  synchronized void sourceIsShorter() {
    shorter = true;
    notifyAll();
  }

  /// Nothing more is wanted. The first failure is the whole archive's.
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

  /// Returns when nobody helps any more. The caller has seen to it that nothing more is wanted.
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
  /// @throws IOException or what else was the first failure
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
