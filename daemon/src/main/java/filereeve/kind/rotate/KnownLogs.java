package filereeve.kind.rotate;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The logs that this process has rotated, each with the archive that it became last: their
/// archives belong to the rule also while the writer has not reopened its log yet, and the newest
/// is known whatever the clock said when it was named.
///
/// Thread: safe for use by many threads.
final class KnownLogs {
  /// Past it the first are forgotten.
  private static final int REMEMBERED = 10_000;

  private final Map<Path, Path> archives = new LinkedHashMap<>();

  /// @param log its path
  /// @param archive its name as an archive, without the suffix of a codec
  synchronized void rotated(Path log, Path archive) {
    archives.put(log, archive);
    if (archives.size() > REMEMBERED) {
      archives.remove(archives.keySet().iterator().next());
    }
  }

  synchronized Optional<Path> lastArchive(Path log) {
    return Optional.ofNullable(archives.get(log));
  }
}
