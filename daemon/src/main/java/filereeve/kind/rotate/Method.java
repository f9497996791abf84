package filereeve.kind.rotate;

/// How a log becomes an archive.
public sealed interface Method {
  /// The log itself gets the archive's name; its writer opens a new one.
  record Rename() implements Method {}

  /// The log stays, with its writer; its content is copied and cut off.
  ///
  /// @param acceptUnsafeWriter whether that is done also under a writer that does not append
  /// @param pauseWriter whether writers may be stopped for some milliseconds where only that keeps
  ///   every line
  record CopyTruncate(boolean acceptUnsafeWriter, boolean pauseWriter) implements Method {}
}
