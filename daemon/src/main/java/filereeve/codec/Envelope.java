package filereeve.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/// What an archive has before its first frame and after its last one: nothing, unless a format says
/// otherwise.
///
/// Thread: one at a time.
interface Envelope {
  /// The bytes before the first frame.
  default byte[] head() {
    return new byte[0];
  }

  /// Receives each frame, in the order of the content.
  default void add(ByteBuffer content, ByteBuffer frame) {}

  /// The bytes after the last frame.
  default byte[] tail() {
    return new byte[0];
  }

  /// For formats whose frames are all there is.
  record None() implements Envelope {}

  /// One gzip member (RFC 1952) around the deflate blocks of all frames: some readers stop after
  /// the first member.
  final class GzipMember implements Envelope {
    /// Magic, deflate, no flags, no time, no hint, Unix.
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};

    private final CRC32 sum = new CRC32();
    private long size;

    @Override
    public byte[] head() {
      return HEADER.clone();
    }

    @Override
    public void add(ByteBuffer content, ByteBuffer frame) {
      size += content.remaining();
      sum.update(content.duplicate());
    }

    @Override
    public byte[] tail() {
      return ByteBuffer.allocate(DeflateBlocks.END.length + 8)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put(DeflateBlocks.END)
          .putInt((int) sum.getValue())
          .putInt((int) size) // modulo 2^32
          .array();
    }
  }
}
