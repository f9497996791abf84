package filereeve.kind.rotate;

import filereeve.archive.ArchiveNames;
import filereeve.archive.NamePattern;

/// How archives of `app.log` are named.
public sealed interface Naming {
  /// `app.log-20261121T000000Z`: UTC, by the second.
  Naming DATED = new Dated(ArchiveNames.DATED);

  /// `app.log.1` is the newest.
  Naming NUMBERED = new Numbered(1);

  /// By a date.
  record Dated(NamePattern pattern) implements Naming {}

  /// Each rotation moves the numbers up.
  ///
  /// @param start the newest one's number
  record Numbered(int start) implements Naming {}
}
