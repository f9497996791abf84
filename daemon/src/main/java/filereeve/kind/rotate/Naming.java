package filereeve.kind.rotate;

import filereeve.archive.ArchiveNames;
import filereeve.archive.NamePattern;

/// How archives of `app.log` are named.
public sealed interface Naming {
  /// `app.log-20261121T000000Z`: UTC, by the second.
  Naming DATED = new Dated(ArchiveNames.DATED);

  /// `app.log.1` is the newest.
  Naming NUMBERED = new Numbered(1);

  /// Which moment the date of an archive is.
  enum Date {
    /// The rotation.
    END,
    /// When the log was begun, which is the rotation before.
    BEGIN,
    /// A day before the rotation, or whatever the smallest part of the date is: with a rotation
    /// just after midnight, the day that the lines are of.
    PREVIOUS
  }

  /// By a date.
  record Dated(NamePattern pattern, Date date) implements Naming {
    public Dated(NamePattern pattern) {
      this(pattern, Date.END);
    }
  }

  /// Each rotation moves the numbers up.
  ///
  /// @param start the newest one's number
  record Numbered(int start) implements Naming {}
}
