package filereeve.kind.rotate;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/// The logs that this process has rotated: their archives belong to the rule also while the writer
/// has not reopened its log yet.
///
/// Thread: safe for use by many threads.
final class KnownLogs {
  /// Past it the first are forgotten.
  private static final int REMEMBERED = 10_000;

  private final Set<Path> rotated = new LinkedHashSet<>();

  /// @param log its path
  synchronized void rotated(Path log) {
    rotated.add(log);
    if (rotated.size() > REMEMBERED) {
      rotated.remove(rotated.iterator().next());
    }
  }

  synchronized boolean contains(Path log) {
    return rotated.contains(log);
  }
}
