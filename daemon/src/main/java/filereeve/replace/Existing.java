package filereeve.replace;

/// What happens if an archive of other content already has the name of a new one, such as that of
/// last night's dump.
public enum Existing {
  /// It is kept, and so is the file: nothing is compressed.
  KEEP,
  /// The new archive takes its place in one step.
  REPLACE,
  /// It is kept, and the new archive's name has the file's date.
  DATE
}
