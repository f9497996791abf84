package filereeve.handler.rotate;

import filereeve.files.TempNames;
import java.nio.file.Path;
import java.util.Optional;

/// A log whose `after` is still to run.
///
/// @param log its absolute path
/// @param archive what it became; empty if it stayed what it was although `before` had run
record Owed(Path log, Optional<Path> archive) {
  /// The mark, beside the log, that survives the end of the process. It is made before the log is
  /// renamed and removed when `after` went well.
  static Path mark(Path log) {
    return TempNames.of(log.getFileName(), TempNames.Purpose.TELL);
  }
}
