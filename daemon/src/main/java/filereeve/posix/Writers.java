package filereeve.posix;

/// Whether any process has a file open for writing.
public enum Writers {
  NONE,
  SOME,
  /// The filesystem or our permissions do not allow the question: quiet time decides.
  UNKNOWN
}
