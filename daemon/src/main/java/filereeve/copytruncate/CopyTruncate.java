package filereeve.copytruncate;

import filereeve.files.Directory;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.process.Freezer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Takes the content out of a log that its writer keeps open, into a copy beside it.
///
/// The order is what makes a crash harmless at every point: copy durable → [Intent] durable → the
/// log is cut → that is durable. Then the caller gives the copy its name, makes that durable, and
/// removes the intent. Cut off in between, [CopyTruncateRecovery] tells which half is to be
/// believed.
///
/// On ext4 and xfs whole blocks are cut off from the log's head ([HeadCut]): nothing that is
/// written meanwhile can be lost. A log under one block, and every other filesystem, is emptied
/// ([Emptying]).
///
/// Thread: safe for use by many threads; one log by one at a time.
public final class CopyTruncate {
  /// How far back the end of a line is looked for.
  private static final long REACH = 64L << 20;

  /// Nobody stands still for 5 ms.
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(4);

  private final Posix posix;
  private final Freezer freezer;
  private final long reach;
  private final Duration longestPause;

  /// @param freezer has the program's own rights, whoever's `posix` has
  public CopyTruncate(Posix posix, Freezer freezer) {
    this(posix, freezer, REACH, LONGEST_PAUSE);
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

  /// Returns when everything that is named is durable. The copy is under [Names#copy], and the
  /// intent under [Names#intent].
  ///
  /// @param looked what the log was judged by; another file of its name is `ENOENT`
  /// @param pauseWriter whether who writes the log may be stopped for some milliseconds
  /// @param progress is told after each block
  /// @throws IOException when a call failed: either nothing has been done, or
  ///   [CopyTruncateRecovery] finishes or undoes it
  public Taken take(
      Directory directory, Path log, Stat looked, boolean pauseWriter, Runnable progress)
      throws IOException, InterruptedException {
    try (OpenLog open = OpenLog.open(posix, directory, log, looked)) {
      Optional<Taken> cut = new HeadCut(posix, directory, log, open, progress, reach).take();
      if (cut.isPresent()) {
        return cut.get();
      }
      Optional<Duration> pause = pauseWriter ? Optional.of(longestPause) : Optional.empty();
      return new Emptying(posix, freezer, directory, log, open, progress, pause).take();
    }
  }
}
