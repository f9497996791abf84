package filereeve.kind.rotate;

import filereeve.event.Outcome;
import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Collects the results of compressing many archives, and makes one outcome of them.
final class CompressionTally {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration AT_THE_LATEST = Duration.ofMinutes(1);

  private final RunProblems problems = new RunProblems();
  private @Nullable Outcome deferred;
  private Duration wait = AT_THE_LATEST;
  private boolean done;

  /// An archive is compressed, or was found to be.
  synchronized void done() {
    done = true;
  }

  synchronized void failed(Path archive, IOException why) {
    problems.add("compress " + archive, why);
  }

  synchronized void refused(Path archive, String why) {
    problems.add("compress " + archive, new Outcome.Failed(why));
  }

  /// The archive must be inspected again soon.
  synchronized void soon(String why) {
    deferred(SOON, why);
  }

  /// A process has an archive open. The wait grows with the time since that was renamed or written
  /// to: a writer that has kept it open for an hour will probably keep it for another minute.
  synchronized void written(Stat archive, Instant now) {
    Duration quarter = Duration.between(archive.changed(), now).dividedBy(4);
    Duration atLeast = quarter.compareTo(SOON) < 0 ? SOON : quarter;
    deferred(
        atLeast.compareTo(AT_THE_LATEST) > 0 ? AT_THE_LATEST : atLeast, "a process has it open");
  }

  private void deferred(Duration after, String why) {
    if (deferred == null || after.compareTo(wait) < 0) {
      wait = after;
      deferred = new Outcome.Deferred(after, why);
    }
  }

  /// A failure comes first: its retries inspect everything, and so does the next rescan.
  synchronized Outcome outcome() {
    if (problems.outcome().isPresent()) {
      return problems.outcome().get();
    }
    if (deferred != null) {
      return deferred;
    }
    return done ? new Outcome.Done() : new Outcome.Skipped("there is nothing to compress");
  }
}
