package filereeve.copytruncate;

import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;
import java.util.Arrays;

/// Compares a log and a copy byte by byte.
record Contents(Posix posix, Fd log, Fd copy, Runnable progress) {
  private static final int BLOCK = 128 << 10;

  /// A longer first line counts as unique: lines of that length do not repeat.
  private static final int LONGEST_LINE = 64 << 10;

  /// Whether the log begins with the whole content of the copy.
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
      heartbeat();
    }
  }

  /// Whether the copy has a first line that does not repeat, and more content. Then it is very
  /// unlikely that a writer began an emptied log with the same bytes.
  boolean beginsUniquely() throws IOException, InterruptedException {
    byte[] head = new byte[LONGEST_LINE];
    int length = fill(copy, head, 0);
    int line = indexOf(head, length, '\n') + 1;
    if (line == 0) {
      return length == LONGEST_LINE;
    }
    return line < posix.stat(copy).size() && !repeats(Arrays.copyOf(head, line));
  }

  /// Whether the copy has a line, its line end included, a second time.
  private boolean repeats(byte[] line) throws IOException, InterruptedException {
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
      heartbeat();
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

  private int fill(Fd file, byte[] block, long position) throws IOException {
    return posix.readAt(file, block, 0, block.length, position);
  }

  private void heartbeat() throws InterruptedException {
    progress.run();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
