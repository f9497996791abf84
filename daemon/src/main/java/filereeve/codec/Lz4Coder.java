package filereeve.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/// lz4 frames (lz4_Frame_format.md 1.6) of one block, with their content's size and a checksum
/// (XXH32).
final class Lz4Coder implements FrameCoder {
  private static final int MAGIC = 0x184D2204;

  /// Version 1, independent blocks, content size, content checksum.
  private static final byte FLAGS = 0b0110_1100;

  /// Blocks of up to 4 MiB.
  private static final byte BLOCKS = 7 << 4;

  private static final int DESCRIPTOR_AT = 4;
  private static final int DESCRIPTOR = 10;
  private static final int HEADER = DESCRIPTOR_AT + DESCRIPTOR + 1 + 4;
  private static final int TRAILER = 8;
  private static final int STORED = 0x8000_0000;

  /// Up to this level the compressor is the fast one, as in the `lz4` tool.
  private static final int FAST = 2;

  private final LZ4Compressor compressor;
  private final LZ4SafeDecompressor decompressor;
  private final XXHash32 hash = XXHashFactory.fastestInstance().hash32();

  Lz4Coder(int level) {
    LZ4Factory factory = LZ4Factory.fastestInstance();
    this.compressor = level <= FAST ? factory.fastCompressor() : factory.highCompressor(level);
    this.decompressor = factory.safeDecompressor();
  }

  @Override
  public void compress(ByteBuffer content, ByteBuffer frame, Heartbeat heartbeat)
      throws IOException {
    frame.order(ByteOrder.LITTLE_ENDIAN);
    int at = frame.position();
    int from = content.position();
    int length = content.remaining();
    frame.putInt(MAGIC).put(FLAGS).put(BLOCKS).putLong(length);
    frame.put((byte) (hash.hash(frame, at + DESCRIPTOR_AT, DESCRIPTOR, 0) >>> 8));
    if (length > 0) {
      block(content, frame);
    }
    frame.putInt(0).putInt(hash.hash(content, from, length, 0));
    content.position(content.limit());
  }

  private void block(ByteBuffer content, ByteBuffer frame) throws IOException {
    int from = content.position();
    int length = content.remaining();
    int start = frame.position() + 4;
    try {
      int produced =
          compressor.compress(content, from, length, frame, start, frame.limit() - start - TRAILER);
      if (produced < length) {
        frame.putInt(produced).position(start + produced);
      } else {
        frame.putInt(length | STORED).put(content.duplicate());
      }
    } catch (LZ4Exception e) {
      throw new IOException("lz4: " + e.getMessage(), e);
    }
  }

  @Override
  public void expand(ByteBuffer frame, ByteBuffer content, Heartbeat heartbeat) throws IOException {
    frame.order(ByteOrder.LITTLE_ENDIAN);
    int at = frame.position();
    int from = content.position();
    if (frame.remaining() < HEADER + 4 || frame.getInt() != MAGIC) {
      throw new IOException("not an lz4 frame");
    }
    long length = frame.getLong(at + DESCRIPTOR_AT + 2);
    byte sum = (byte) (hash.hash(frame, at + DESCRIPTOR_AT, DESCRIPTOR, 0) >>> 8);
    frame.position(at + DESCRIPTOR_AT + DESCRIPTOR);
    if (frame.get() != sum) {
      throw new IOException("the lz4 frame is damaged");
    }
    if (length > 0) {
      expandBlock(frame, content);
    }
    int produced = content.position() - from;
    if (produced != length
        || frame.remaining() != TRAILER
        || frame.getInt() != 0
        || frame.getInt() != hash.hash(content, from, produced, 0)) {
      throw new IOException("the lz4 frame is damaged");
    }
  }

  private void expandBlock(ByteBuffer frame, ByteBuffer content) throws IOException {
    int word = frame.getInt();
    int size = word & ~STORED;
    if (size > frame.remaining()) {
      throw new IOException("the lz4 frame is damaged");
    }
    if ((word & STORED) != 0) {
      content.put(frame.slice(frame.position(), size));
    } else {
      try {
        int produced =
            decompressor.decompress(
                frame, frame.position(), size, content, content.position(), content.remaining());
        content.position(content.position() + produced);
      } catch (LZ4Exception e) {
        throw new IOException("the lz4 frame is damaged", e);
      }
    }
    frame.position(frame.position() + size);
  }

  @Override
  public void close() {
    // lz4 holds no memory between calls.
  }
}
