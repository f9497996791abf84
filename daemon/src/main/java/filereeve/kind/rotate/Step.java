package filereeve.kind.rotate;

import filereeve.archive.Retention;
import filereeve.posix.Stat;
import java.nio.file.Path;

/// One step of a plan. Names are relative to the directory of the logs or to the one that archives
/// go to, which is often the same. None of them ever overwrites a file.
sealed interface Step {
  /// Marks that the writer is to be told ([Owed]); one that is there already will do.
  record Mark(Path mark) implements Step {}

  /// Makes the new, empty log under a temporary name.
  record MakeNew(Path temp, NewLog attributes) implements Step {}

  /// Gives an archive the next higher number.
  record Shift(Path archive, Path to) implements Step {}

  /// The log becomes an archive. Should another file have taken its name since the look, then that
  /// one is rotated, whole: in a trusted directory only its owner or root can have put it there.
  record MoveLog(Path log, Path archive) implements Step {}

  /// What the log holds is taken out of it, into a copy under a temporary name, and the intent to
  /// do so is left beside it.
  record TakeOut(Path log, Stat looked, boolean pauseWriter) implements Step {}

  /// What was taken out becomes an archive, durably; then the intent goes.
  record Publish(Path log, Path archive) implements Step {}

  /// The new log gets its name, unless the writer was quicker in making one.
  record PutNew(Path temp, Path log) implements Step {}

  /// Removes a temporary file that an earlier run left behind.
  record Discard(Path temp) implements Step {}

  /// Removes one variant of an archive.
  ///
  /// @param directory the archive's, which may be a former one
  record Remove(Path directory, Path archive, Retention.Reason reason, long bytes) implements Step {
    Path path() {
      return directory.resolve(archive);
    }
  }
}
