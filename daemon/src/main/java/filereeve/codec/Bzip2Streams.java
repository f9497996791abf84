package filereeve.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/// bzip2 streams, with blocks of the level's 100 to 900 kB, and no larger ones than the content
/// needs: up to 8 MiB of heap.
record Bzip2Streams(int level) implements StreamCoder.Streams {
  private static final int BLOCK = 100_000;

  @Override
  public OutputStream encoder(OutputStream to, int length) throws IOException {
    return new BZip2CompressorOutputStream(to, Math.min(level, 1 + length / BLOCK));
  }

  @Override
  public InputStream decoder(InputStream from) throws IOException {
    return new BZip2CompressorInputStream(from);
  }
}
