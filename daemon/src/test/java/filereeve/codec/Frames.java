package filereeve.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.testing.LogLines;

/// Content of several frames that every codec compresses quickly: the same lines in each block, or
/// nearly nothing for the slow codecs, and the block's number, so that no two frames are equal.
final class Frames {
  private static final int BLOCK = 1 << 20;

  private Frames() {}

  /// @param more bytes after the whole frames
  static byte[] of(Codec codec, int wholeFrames, int more) {
    return of(
        codec.isParallel() ? LogLines.bytes(BLOCK) : new byte[BLOCK],
        wholeFrames * codec.frame() + more);
  }

  private static byte[] of(byte[] block, int size) {
    byte[] content = new byte[size];
    for (int at = 0; at < size; at += BLOCK) {
      System.arraycopy(block, 0, content, at, Math.min(BLOCK, size - at));
      byte[] place = "block %d%n".formatted(at).getBytes(UTF_8);
      System.arraycopy(place, 0, content, at, Math.min(place.length, size - at));
    }
    return content;
  }
}
