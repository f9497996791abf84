package filereeve.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A table of the frames, at the end of a zstd archive: the "seekable format" (zstd's
/// `contrib/seekable_format`, 0.1.0). Readers that know it decode only the frames that they need;
/// to the others it is a skippable frame, which has no content.
///
/// Memory: 12 bytes for 8 MiB of content. A file of more than two tebibytes gets no table.
final class SeekTable implements Envelope {
  private static final int SKIPPABLE = 0x184D2A5E;
  private static final int SEEKABLE = 0x8F92EAB1;

  /// The magic number, and the length of the rest.
  private static final int HEADER = 8;

  /// The number of frames, flags, and a magic number.
  private static final int FOOTER = 9;

  private static final byte WITH_CHECKSUMS = (byte) 0x80;
  private static final int CHECKSUM = 4;
  private static final int ENTRY = 12;
  private static final int MOST_FRAMES = 1 << 18;

  private final ByteArrayOutputStream entries = new ByteArrayOutputStream(ENTRY);
  private int frames;

  /// The table's checksum of a frame is the one that ends the frame.
  @Override
  public void add(ByteBuffer content, ByteBuffer frame) {
    frames++;
    if (frames <= MOST_FRAMES) {
      ByteBuffer checksum = frame.slice(frame.limit() - CHECKSUM, CHECKSUM);
      entries.writeBytes(
          littleEndian(ENTRY)
              .putInt(frame.remaining())
              .putInt(content.remaining())
              .put(checksum)
              .array());
    }
  }

  @Override
  public byte[] tail() {
    if (frames > MOST_FRAMES) {
      return new byte[0];
    }
    return littleEndian(HEADER + entries.size() + FOOTER)
        .putInt(SKIPPABLE)
        .putInt(entries.size() + FOOTER)
        .put(entries.toByteArray())
        .putInt(frames)
        .put(WITH_CHECKSUMS)
        .putInt(SEEKABLE)
        .array();
  }

  private static ByteBuffer littleEndian(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }
}
