package filereeve.kind.rotate;

import filereeve.files.TempNames;
import java.nio.file.Path;
import java.util.Optional;

/// A log whose `after` is still to run.
///
/// @param log its absolute path
/// @param archive what it became; empty if it stayed what it was although `before` had run
/// @param number tells two rotations of a log apart that made an archive of the same name
record Owed(Path log, Optional<Path> archive, long number) {
  Owed(Path log, Optional<Path> archive) {
    this(log, archive, 0);
  }

  /// The mark, beside the log, that survives the end of the process. It is made before the log is
  /// renamed and removed when `after` went well.
  static Path mark(Path log) {
    return TempNames.of(log.getFileName(), TempNames.Purpose.TELL);
  }
}
