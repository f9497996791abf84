package filereeve.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongConsumer;

/// Compares what two streams hold.
final class Contents {
  private static final int BLOCK = 128 << 10;

  private Contents() {}

  /// Whether two contents are the same, byte for byte: for when a file is removed on the strength
  /// of it.
  ///
  /// @param progress is told the length of each block
  /// @throws InterruptedException at the latest a block after the thread was interrupted
  static boolean same(InputStream one, InputStream other, LongConsumer progress)
      throws IOException, InterruptedException {
    byte[] block = new byte[BLOCK];
    byte[] otherBlock = new byte[BLOCK];
    while (true) {
      int got = one.readNBytes(block, 0, BLOCK);
      int otherGot = other.readNBytes(otherBlock, 0, BLOCK);
      if (got != otherGot || !Arrays.equals(block, 0, got, otherBlock, 0, otherGot)) {
        return false;
      }
      if (got == 0) {
        return true;
      }
      progress.accept(got);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
