package filereeve.replace;

/// How the replacement of a file by its archive ended. Whichever it is, the content is there in
/// full, and no temporary file is left.
public sealed interface ReplacementResult {
  /// The archive is in place and durable, and the file removed unless its owner keeps it.
  ///
  /// @param bytes of the file
  /// @param compressed bytes of the archive
  record Compressed(long bytes, long compressed) implements ReplacementResult {}

  /// An earlier run had put the archive in place before it was interrupted. It was compared with
  /// the file byte for byte, and the file removed unless its owner keeps it.
  record AlreadyDone() implements ReplacementResult {}

  /// There is no such file any more.
  record Gone() implements ReplacementResult {}

  /// A process has the file open for writing: nothing was replaced.
  record Written() implements ReplacementResult {}

  /// The file is not what it was when the work began (written to, renamed): nothing was replaced,
  /// and it has to be inspected again.
  ///
  /// @param why such as `it changed while it was compressed`
  record Changed(String why) implements ReplacementResult {}

  /// It may not be done, and trying again cannot help.
  ///
  /// @param why a whole sentence with the remedy
  record Refused(String why) implements ReplacementResult {}
}
