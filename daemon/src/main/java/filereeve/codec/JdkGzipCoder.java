package filereeve.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// gzip members (RFC 1952) by the JDK's zlib, for hosts without libdeflate.
final class JdkGzipCoder implements FrameCoder {
  /// Magic, deflate, no flags, no time, no hint, Unix.
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};

  private static final int TRAILER = 8;

  private final Deflater deflater;
  private final Inflater inflater = new Inflater(true);

  JdkGzipCoder(int level) {
    this.deflater = new Deflater(level, true);
  }

  @Override
  public void compress(ByteBuffer content, ByteBuffer frame, Heartbeat heartbeat)
      throws IOException {
    int length = content.remaining();
    int sum = sum(content.duplicate());
    frame.put(HEADER);
    deflater.reset();
    deflater.setInput(content);
    deflater.finish();
    deflater.deflate(frame);
    if (!deflater.finished() || frame.remaining() < TRAILER) {
      throw new IOException("the output buffer is too small for the gzip member");
    }
    frame.order(ByteOrder.LITTLE_ENDIAN).putInt(sum).putInt(length);
  }

  @Override
  public void expand(ByteBuffer frame, ByteBuffer content, Heartbeat heartbeat) throws IOException {
    byte[] header = new byte[HEADER.length];
    frame.get(header);
    int from = content.position();
    try {
      inflater.reset();
      inflater.setInput(frame);
      inflater.inflate(content);
    } catch (DataFormatException e) {
      throw new IOException("the gzip member is damaged: " + e.getMessage(), e);
    }
    ByteBuffer expanded = content.duplicate().flip().position(from);
    int length = expanded.remaining();
    if (!Arrays.equals(header, HEADER)
        || !inflater.finished()
        || frame.remaining() != TRAILER
        || frame.order(ByteOrder.LITTLE_ENDIAN).getInt() != sum(expanded)
        || frame.getInt() != length) {
      throw new IOException("the gzip member is damaged");
    }
  }

  private static int sum(ByteBuffer content) {
    var crc = new CRC32();
    crc.update(content);
    return (int) crc.getValue();
  }

  @Override
  public void close() {
    deflater.end();
    inflater.end();
  }
}
