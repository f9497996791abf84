package filereeve.posix;

/// Whether any process has a file open for writing.
public enum Writers {
  NONE,
  SOME,
  /// The filesystem or our rights do not allow the question: go by quiet time.
  UNKNOWN
}
