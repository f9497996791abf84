package filereeve.replace;

import java.nio.file.Path;

/// How the replacement of a file by its archive ended. In every case the content is complete on
/// disk unless its owner removed it, and no temporary file is left.
public sealed interface ReplacementResult {
  /// The archive is in place and durable, and the file is removed unless the rule keeps it.
  ///
  /// @param archive its name
  /// @param bytes of the file
  /// @param compressed bytes of the archive
  record Compressed(Path archive, long bytes, long compressed) implements ReplacementResult {}

  /// The archive of an interrupted run was in place. It is equal to the file byte for byte, and the
  /// file is removed unless the rule keeps it.
  ///
  /// @param archive its name
  record AlreadyDone(Path archive) implements ReplacementResult {}

  /// The file no longer exists.
  record Gone() implements ReplacementResult {}

  /// A process has the file open for writing: nothing was replaced.
  record Written() implements ReplacementResult {}

  /// The file changed during the work (written to, replaced): nothing was replaced, and it has to
  /// be inspected again.
  ///
  /// @param why such as `it changed while it was compressed`
  record Changed(String why) implements ReplacementResult {}

  /// The file must not be replaced, and a retry cannot help.
  ///
  /// @param why a complete sentence with the remedy
  record Refused(String why) implements ReplacementResult {}
}
