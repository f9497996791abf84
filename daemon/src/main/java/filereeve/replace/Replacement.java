package filereeve.replace;

/// How the replacement of a file by its compressed variant ended. Whichever it is, the content is
/// there once in full, and no temporary file is left.
public sealed interface Replacement {
  /// The archive is in place and durable, and the original removed unless it was to stay.
  ///
  /// @param bytes of the original
  /// @param compressed bytes of the archive
  record Compressed(long bytes, long compressed) implements Replacement {}

  /// An earlier run had put the archive in place; it was compared with the original byte for byte.
  ///
  /// @param bytes of the original
  /// @param compressed bytes of the archive
  record AlreadyDone(long bytes, long compressed) implements Replacement {}

  /// The file is not what it was when the work began (written to, renamed, gone): nothing was
  /// replaced, and it has to be looked at again.
  ///
  /// @param why such as `it changed while it was compressed`
  record Changed(String why) implements Replacement {}

  /// It may not be done, and trying again cannot help.
  ///
  /// @param why a whole sentence with the remedy
  record Refused(String why) implements Replacement {}
}
