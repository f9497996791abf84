package filereeve.bench.corpus;

import java.time.LocalDateTime;

/// What writes a log.
interface LogKind {
  /// Adds what is logged next, with its line ends.
  void next(Line to, LocalDateTime now);

  /// About how many records a second there are.
  int perSecond();
}
