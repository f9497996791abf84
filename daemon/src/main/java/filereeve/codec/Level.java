package filereeve.codec;

/// How hard a codec compresses.
public sealed interface Level {
  /// The codec's level that benchmarks show to be best for logs.
  record Auto() implements Level {}

  /// @param value the codec's own number: gzip 1 to 9, zstd 1 to 19
  record Fixed(int value) implements Level {}
}
