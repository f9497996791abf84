package filereeve.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// One gzip member, made by the JDK's zlib.
final class GzipMember extends GZIPOutputStream {
  /// gzip's own default.
  private static final int AUTO = 6;

  private static final int BUFFER = 64 << 10;

  GzipMember(OutputStream to, Level level) throws IOException {
    int value =
        switch (level) {
          case Level.Auto _ -> AUTO;
          case Level.Fixed fixed -> checked(fixed.value());
        };
    super(to, BUFFER);
    def.setLevel(value);
  }

  private static int checked(int level) {
    if (level < Deflater.BEST_SPEED || level > Deflater.BEST_COMPRESSION) {
      throw new IllegalArgumentException("gzip has the levels 1 to 9, not " + level);
    }
    return level;
  }
}
