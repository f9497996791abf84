package filereeve.kind.rotate;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/// Which logs there are, or surely were: archives of others are left alone. `xa.log.1` where nobody
/// has ever seen an `xa.log` is somebody's own file.
///
/// A log that was rotated is remembered, as its writer may take its time to make the new one. After
/// a restart its archives wait for that.
///
/// Thread: safe for use by many threads.
final class KnownLogs {
  /// Past it the first are forgotten.
  private static final int REMEMBERED = 10_000;

  private final Set<Path> rotated = new LinkedHashSet<>();

  synchronized void rotated(Path log) {
    rotated.add(log);
    if (rotated.size() > REMEMBERED) {
      rotated.remove(rotated.iterator().next());
    }
  }

  /// @param log its path
  synchronized boolean contains(Path log, Snapshot at) {
    return at.hasLog() || rotated.contains(log);
  }
}
