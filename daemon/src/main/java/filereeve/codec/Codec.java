package filereeve.codec;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/// The compressed formats, each with the suffix that the standard tools expect. Both directions
/// work in bounded memory, whatever the file's size.
public enum Codec {
  ZSTD("zst", 19, 8 << 20),
  /// zstd for readers that stop after the first frame: one that is written piece by piece.
  ZSTD_ONE_FRAME("zst", 19, 1 << 20),
  GZIP("gz", 9, 1 << 20),
  XZ("xz", 9, 8 << 20),
  /// Four whole blocks of its highest level.
  BZIP2("bz2", 9, 3_600_000),
  LZ4("lz4", 9, 4 << 20);

  /// The largest content of a frame in any format, in bytes.
  static final int LARGEST = 8 << 20;

  /// Capacity for such a frame, compressed by any format. bzip2 grows the most: by one percent.
  static final int LARGEST_COMPRESSED = LARGEST + (LARGEST >> 5);

  private static final int BUFFER = 64 << 10;

  /// Limit of heap for decoding an xz archive of another program: enough for `xz -6`.
  private static final int XZ_KIB = 16 << 10;

  private final String suffix;
  private final int maxLevel;
  private final int frame;

  Codec(String suffix, int maxLevel, int frame) {
    this.suffix = suffix;
    this.maxLevel = maxLevel;
    this.frame = frame;
  }

  /// Without the dot: `zst`.
  public String suffix() {
    return suffix;
  }

  /// Its levels are 1 to this.
  public int maxLevel() {
    return maxLevel;
  }

  /// Bytes of content in each frame but the last, or in each piece of the only one.
  int frame() {
    return frame;
  }

  /// Whether several threads compress one file. Codecs that work in the heap do not, and the pieces
  /// of one frame depend on one another.
  boolean isParallel() {
    return !usesHeap() && !isOneFrame();
  }

  /// Whether it takes much of the heap: see [StreamCoder].
  boolean usesHeap() {
    return switch (this) {
      case ZSTD, ZSTD_ONE_FRAME, GZIP, LZ4 -> false;
      case XZ, BZIP2 -> true;
    };
  }

  /// Whether one coder has to process a whole file.
  boolean isOneFrame() {
    return this == ZSTD_ONE_FRAME;
  }

  Envelope envelope() {
    return switch (this) {
      case GZIP -> new Envelope.GzipMember();
      case ZSTD -> new SeekTable();
      case ZSTD_ONE_FRAME, XZ, BZIP2, LZ4 -> new Envelope.None();
    };
  }

  /// The codec of a suffix without the dot; empty if it is unknown.
  public static Optional<Codec> ofSuffix(String suffix) {
    return Arrays.stream(values()).filter(codec -> codec.suffix.equals(suffix)).findFirst();
  }

  /// The codec that a file's name ends with.
  public static Optional<Codec> ofName(Path file) {
    String name = file.toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : ofSuffix(name.substring(dot + 1));
  }

  /// Decodes all frames of an archive, whichever program wrote it. Closing the stream frees its
  /// memory and closes `from`. Input that is not an archive, or a truncated or damaged one, throws
  /// an IOException.
  public InputStream decoder(InputStream from) throws IOException {
    InputStream buffered = new BufferedInputStream(from, BUFFER);
    return Damage.asIOException(
        switch (this) {
          case ZSTD, ZSTD_ONE_FRAME -> zstd(from);
          case GZIP -> new GZIPInputStream(buffered, BUFFER);
          case XZ -> new XZInputStream(buffered, XZ_KIB);
          case BZIP2 -> new BZip2CompressorInputStream(buffered, true);
          case LZ4 -> new LZ4FrameInputStream(buffered);
        });
  }

  private static InputStream zstd(InputStream from) throws IOException {
    ZstdLibrary.require();
    return new ZstdInputStreamNoFinalizer(from);
  }
}
