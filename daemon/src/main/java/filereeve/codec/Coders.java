package filereeve.codec;

import filereeve.posix.Libdeflate;
import java.io.IOException;
import java.util.Optional;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;

/// Creates the coder of a format and level.
///
/// Thread: safe for use by many threads.
final class Coders {
  private final Optional<Libdeflate> libdeflate;

  /// Reuses the arrays of the last xz frame. Garbage collection may empty it.
  private final ArrayCache arrays = new BasicArrayCache();

  /// @param libdeflate empty if the host does not have it
  Coders(Optional<Libdeflate> libdeflate) {
    this.libdeflate = libdeflate;
  }

  /// @param size of the content of all frames
  FrameCoder create(Codec codec, Level level, long size) throws IOException {
    if (level instanceof Level.Fixed(int value) && (value < 1 || value > codec.maxLevel())) {
      throw new IllegalArgumentException(
          "%s has the levels 1 to %d, not %d".formatted(codec, codec.maxLevel(), value));
    }
    return switch (codec) {
      case ZSTD -> new ZstdCoder(level);
      case ZSTD_ONE_FRAME -> new ZstdPieceCoder(level, size);
      case GZIP -> gzip(level);
      case XZ -> new StreamCoder(new StreamCoder.Xz(number(level, 6), arrays));
      case BZIP2 -> new StreamCoder(new StreamCoder.Bzip2(number(level, 9)));
      case LZ4 -> new Lz4Coder(number(level, 1));
    };
  }

  private FrameCoder gzip(Level level) {
    return libdeflate.isPresent()
        ? new DeflateCoder(libdeflate.get(), number(level, 5))
        : new JdkDeflateCoder(number(level, 6));
  }

  private static int number(Level level, int auto) {
    return switch (level) {
      case Level.Auto _ -> auto;
      case Level.Fixed(int value) -> value;
    };
  }
}
