package filereeve.posix;

/// Whether any process has a file open for writing.
public enum Writers {
  NONE,
  SOME,
  /// The filesystem has no leases, or this process may not take one.
  UNKNOWN
}
