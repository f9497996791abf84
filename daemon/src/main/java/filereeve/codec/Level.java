package filereeve.codec;

/// How hard a codec tries.
public sealed interface Level {
  /// What measures best for logs with the codec.
  record Auto() implements Level {}

  /// @param value the codec's own number: gzip 1 to 9, zstd 1 to 19
  record Fixed(int value) implements Level {}
}
