package filereeve.copytruncate;

import java.io.IOException;
import java.util.Optional;

/// The offset at which a log is cut. Only whole blocks can be cut, and only whole lines should be.
///
/// @param offset a multiple of the block size, below the log's size
/// @param atLineEnd whether the byte before it ends a line
record CutPoint(long offset, boolean atLineEnd) {
  /// About this many bytes are read at a time.
  private static final int CHUNK = 128 << 10;

  /// The last boundary of blocks that is also the end of a line; if there is none within `reach`
  /// bytes of the log's end, the last boundary.
  ///
  /// @param reach in bytes
  /// @return empty if there is no boundary within the log
  static Optional<CutPoint> find(OpenLog log, long size, long blockSize, long reach)
      throws IOException {
    long last = (size - 1) / blockSize * blockSize;
    if (last <= 0) {
      return Optional.empty();
    }
    byte[] chunk = new byte[(int) ((CHUNK / blockSize + 1) * blockSize)];
    long lowest = Math.max(0, size - reach);
    for (long end = last; end > lowest; end -= chunk.length) {
      int length = (int) Math.min(chunk.length, end);
      log.readAll(chunk, length, end - length);
      for (int at = length; at > 0; at -= (int) blockSize) {
        if (chunk[at - 1] == '\n' && end - length + at > lowest) {
          return Optional.of(new CutPoint(end - length + at, true));
        }
      }
    }
    return Optional.of(new CutPoint(last, false));
  }
}
