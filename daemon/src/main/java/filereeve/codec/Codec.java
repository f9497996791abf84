package filereeve.codec;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// The compressed formats, each with the suffix that the standard tools expect and its streams.
/// Both directions work in bounded memory, whatever the file's size.
public enum Codec {
  ZSTD("zst"),
  GZIP("gz");

  private static final int BUFFER = 64 << 10;

  private final String suffix;

  Codec(String suffix) {
    this.suffix = suffix;
  }

  /// Without the dot: `zst`.
  public String suffix() {
    return suffix;
  }

  /// The codec of a suffix without the dot; empty if it is none of ours.
  public static Optional<Codec> ofSuffix(String suffix) {
    return Arrays.stream(values()).filter(codec -> codec.suffix.equals(suffix)).findFirst();
  }

  /// The codec that a file's name tells of.
  public static Optional<Codec> ofName(Path file) {
    String name = file.toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : ofSuffix(name.substring(dot + 1));
  }

  /// A stream that compresses what is written to it. Closing it frees what it holds and leaves `to`
  /// open; an archive is complete only when exactly `size` bytes were written before.
  ///
  /// @param size how many bytes will be written: the archive says so to its readers
  public OutputStream encoder(OutputStream to, Level level, long size) throws IOException {
    var kept = new KeptOpen(to);
    return switch (this) {
      case ZSTD -> new ZstdFrames(kept, level, size);
      case GZIP -> new GzipMember(kept, level);
    };
  }

  /// A stream of the content of an archive, of all its frames or members in turn. Closing it frees
  /// what it holds and closes `from`. What is no archive, cut off or damaged ends in an
  /// IOException.
  public InputStream decoder(InputStream from) throws IOException {
    return switch (this) {
      case ZSTD -> new ZstdInputStreamNoFinalizer(from);
      case GZIP -> new GZIPInputStream(new BufferedInputStream(from, BUFFER), BUFFER);
    };
  }
}
