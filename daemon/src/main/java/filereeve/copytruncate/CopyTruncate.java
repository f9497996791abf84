package filereeve.copytruncate;

import filereeve.files.Directory;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.process.Freezer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Extracts the content of a log that its writer keeps open, into a copy beside it.
///
/// The order makes a crash harmless at every point: copy durable → [Intent] durable → log cut → cut
/// durable. Then the caller renames the copy, makes that durable, and removes the intent. After an
/// interruption, [CopyTruncateRecovery] decides what becomes of the copy.
///
/// On ext4 and xfs whole blocks are cut from the log's head ([HeadCut]), and nothing that is
/// written meanwhile can be lost. A log of up to one block, or on another filesystem, is emptied
/// ([Emptying]).
///
/// Thread: safe for use by many threads, each log by one at a time.
public final class CopyTruncate {
  /// How far back the end of a line is searched, in bytes.
  private static final long REACH = 64L << 20;

  /// Below the 5 ms that are promised.
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(4);

  private final Posix posix;
  private final Freezer freezer;
  private final long reach;
  private final Duration longestPause;

  /// @param freezer acts with the program's own permissions, even if `posix` acts as another user
  public CopyTruncate(Posix posix, Freezer freezer) {
    this(posix, freezer, REACH, LONGEST_PAUSE);
  }

  /// The name of the copy until it becomes an archive.
  public static Path copyOf(Path log) {
    return TempNames.of(log, Purpose.COPY);
  }

  /// The name of the [Intent].
  public static Path intentOf(Path log) {
    return TempNames.of(log, Purpose.CUT);
  }

  /// For tests.
  ///
  /// @param reach in bytes
  CopyTruncate(Posix posix, Freezer freezer, long reach, Duration longestPause) {
    this.posix = posix;
    this.freezer = freezer;
    this.reach = reach;
    this.longestPause = longestPause;
  }

  /// Extracts the content, durably. It leaves the copy under [#copyOf] and the intent under
  /// [#intentOf].
  ///
  /// @param inspected the log's attributes when it was inspected; another file of its name is
  ///   `ENOENT`
  /// @param pauseWriter whether writers of the log may be paused for some milliseconds
  /// @param progress is called after each block
  /// @throws IOException if a call failed: either nothing has changed, or [CopyTruncateRecovery]
  ///   finishes or reverts it
  public Extraction extract(
      Directory directory, Path log, Stat inspected, boolean pauseWriter, Runnable progress)
      throws IOException, InterruptedException {
    try (OpenLog open = OpenLog.open(posix, directory, log, inspected)) {
      Optional<Extraction> cut =
          new HeadCut(posix, directory, log, open, progress, reach).extract();
      if (cut.isPresent()) {
        return cut.get();
      }
      Optional<Duration> pause = pauseWriter ? Optional.of(longestPause) : Optional.empty();
      return new Emptying(posix, freezer, directory, log, open, progress, pause).extract();
    }
  }
}
