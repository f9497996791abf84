package filereeve.codec;

/// The compressed formats, each with the suffix that the standard tools expect.
public enum Codec {
  ZSTD("zst"),
  GZIP("gz");

  private final String suffix;

  Codec(String suffix) {
    this.suffix = suffix;
  }

  /// Without the dot: `zst`.
  public String suffix() {
    return suffix;
  }
}
