package filereeve.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/// xz streams with a dictionary of at most 2 MiB: so the encoder takes 25 MiB of heap and the
/// decoder 3 MiB at every level. Its checksum is CRC64, as the tool's.
record XzStreams(int level, ArrayCache cache) implements StreamCoder.Streams {
  private static final int DICTIONARY = 2 << 20;
  private static final int NO_LIMIT = -1; // its own frames keep to the dictionary above

  @Override
  public OutputStream encoder(OutputStream to, int length) throws IOException {
    var options = new LZMA2Options(level);
    int enough = Math.max(LZMA2Options.DICT_SIZE_MIN, length);
    options.setDictSize(Math.min(Math.min(options.getDictSize(), DICTIONARY), enough));
    return new XZOutputStream(to, options, XZ.CHECK_CRC64, cache);
  }

  @Override
  public InputStream decoder(InputStream from) throws IOException {
    return new SingleXZInputStream(from, NO_LIMIT, true, cache);
  }
}
