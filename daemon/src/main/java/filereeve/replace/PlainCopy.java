package filereeve.replace;

import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongConsumer;

/// Copies the content of a file to another filesystem, or another mount, as it is. Its holes stay
/// holes.
///
/// @param original its attributes: later bytes are not copied
/// @param copy open for writing and reading
/// @param progress is called with how many bytes of content were copied or compared
record PlainCopy(Posix posix, Fd source, Stat original, Fd copy, LongConsumer progress) {
  private static final int BLOCK = 1 << 20;

  /// Writes the copy, which must be empty.
  ///
  /// @return false if the source is shorter than it was
  boolean write() throws IOException, InterruptedException {
    byte[] block = new byte[BLOCK];
    for (long at = 0; at < original.size(); ) {
      long written = skipHole(source, at);
      if (written > at) {
        posix.extend(copy, written);
        at = written;
        continue;
      }
      int got = posix.readAt(source, block, 0, length(at), at);
      if (got == 0) {
        return false;
      }
      posix.write(copy, block, 0, got);
      at += got;
      heartbeat(got);
    }
    return true;
  }

  /// Whether the copy, as it is in the file, has the content of the source.
  boolean isSame() throws IOException, InterruptedException {
    byte[] block = new byte[BLOCK];
    byte[] copied = new byte[BLOCK];
    for (long at = 0; at < original.size(); ) {
      at = Math.min(skipHole(source, at), skipHole(copy, at));
      int got = posix.readAt(source, block, 0, length(at), at);
      int gotOfCopy = posix.readAt(copy, copied, 0, length(at), at);
      if (got != length(at) || !Arrays.equals(block, 0, got, copied, 0, gotOfCopy)) {
        return false;
      }
      at += got;
      heartbeat(got);
    }
    return posix.stat(copy).size() == original.size();
  }

  private int length(long at) {
    return (int) Math.min(BLOCK, original.size() - at);
  }

  /// Where the next byte is that is not in a hole, or the end.
  private long skipHole(Fd file, long at) throws IOException {
    return original.mayHaveHoles()
        ? Math.min(original.size(), posix.nextWritten(file, at).orElse(original.size()))
        : at;
  }

  private void heartbeat(int bytes) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    progress.accept(bytes);
  }
}
