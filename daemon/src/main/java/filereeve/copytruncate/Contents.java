package filereeve.copytruncate;

import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;
import java.util.Arrays;

/// A log and a copy, compared byte by byte.
record Contents(Posix posix, Fd log, Fd copy, Runnable progress) {
  private static final int BLOCK = 128 << 10;

  /// A longer first line counts as unique: lines of that length are no heartbeat.
  private static final int LONGEST_LINE = 64 << 10;

  /// Whether the log begins with everything that the copy has.
  boolean isCopyInLog() throws IOException, InterruptedException {
    byte[] ofCopy = new byte[BLOCK];
    byte[] ofLog = new byte[BLOCK];
    for (long at = 0; ; ) {
      int length = fill(copy, ofCopy, at);
      if (length == 0) {
        return true;
      }
      if (fill(log, ofLog, at) < length || !Arrays.equals(ofCopy, 0, length, ofLog, 0, length)) {
        return false;
      }
      at += length;
      moved();
    }
  }

  /// Whether the copy's first line comes in it only once, and is not all it has. A writer that
  /// began anew would then hardly have begun with the same.
  boolean beginsUniquely() throws IOException, InterruptedException {
    byte[] head = new byte[LONGEST_LINE];
    int length = fill(copy, head, 0);
    int line = indexOf(head, length, '\n') + 1;
    if (line == 0) {
      return length == LONGEST_LINE;
    }
    return line < posix.stat(copy).size() && !comesAgain(Arrays.copyOf(head, line));
  }

  /// Whether a line, its end included, stands in the copy once more.
  private boolean comesAgain(byte[] line) throws IOException, InterruptedException {
    byte[] block = new byte[BLOCK];
    int inLine = 0;
    boolean same = true;
    for (long at = line.length; ; ) {
      int length = fill(copy, block, at);
      if (length == 0) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        same = same && inLine < line.length && block[i] == line[inLine];
        inLine++;
        if (block[i] == '\n') {
          if (same && inLine == line.length) {
            return true;
          }
          inLine = 0;
          same = true;
        }
      }
      at += length;
      moved();
    }
  }

  private static int indexOf(byte[] bytes, int length, char wanted) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /// @return how many bytes, fewer than the block has room for only at the end
  private int fill(Fd file, byte[] block, long position) throws IOException {
    int filled = 0;
    while (filled < block.length) {
      int got = posix.readAt(file, block, filled, block.length - filled, position + filled);
      if (got == 0) {
        break;
      }
      filled += got;
    }
    return filled;
  }

  private void moved() throws InterruptedException {
    progress.run();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
