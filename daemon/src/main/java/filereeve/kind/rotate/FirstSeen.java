package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Since when this process knows the content of logs of which nothing on disk says when they were
/// begun: on a filesystem that does not record when a file was created, or while the clock was
/// ahead. Without it, a busy log would never get old.
///
/// Thread: safe for use by many threads.
final class FirstSeen {
  /// Past it the first are forgotten, and seem to be younger than they are.
  private static final int REMEMBERED = 10_000;

  private record Seen(Stat stat, Instant since) {
    /// A log that has become shorter has been recreated or truncated.
    boolean isOf(Stat other) {
      return stat.sameInode(other) && stat.size() <= other.size();
    }
  }

  private final Map<Path, Seen> logs = new LinkedHashMap<>();

  /// The attributes of a log, with a birth that is not in the future and, if the filesystem does
  /// not know it, no later than when the log was seen first.
  synchronized Stat dated(Path log, Stat stat, Instant now) {
    boolean isFuture = Archive.isInFuture(stat.born(), now);
    if (stat.isBirthKnown() && !isFuture) {
      return stat;
    }
    Instant born = isFuture ? now : stat.born();
    Instant since =
        Optional.ofNullable(logs.get(log))
            .filter(seen -> seen.isOf(stat) && seen.since().isBefore(born))
            .map(Seen::since)
            .orElse(born);
    logs.put(log, new Seen(stat, since));
    if (logs.size() > REMEMBERED) {
      logs.remove(logs.keySet().iterator().next());
    }
    return stat.bornAt(since);
  }
}
