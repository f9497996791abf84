package filereeve.handler.rotate;

import filereeve.event.Cause;
import filereeve.posix.Stat;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Why a log is rotated.
enum Due {
  OPERATOR,
  SCHEDULE,
  SIZE,
  AGE;

  /// As the logs spell it.
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @param newestArchive when the last rotation was, as far as archives tell: a log is no older
  ///   than that, even if its inode is
  /// @return empty if it is not due; an empty log never is
  static Optional<Due> of(
      RotateSettings settings,
      Set<Cause> causes,
      Stat live,
      Optional<Instant> newestArchive,
      Instant now) {
    if (live.size() == 0 || live.size() < settings.minSize().bytes()) {
      return Optional.empty();
    }
    if (causes.contains(Cause.OPERATOR)) {
      return Optional.of(OPERATOR);
    }
    if (causes.contains(Cause.SCHEDULE)) {
      return Optional.of(SCHEDULE);
    }
    if (settings.size().filter(limit -> live.size() >= limit.bytes()).isPresent()) {
      return Optional.of(SIZE);
    }
    Instant begun = newestArchive.filter(live.born()::isBefore).orElse(live.born());
    Duration age = Duration.between(begun, now);
    return settings.age().filter(limit -> age.compareTo(limit) >= 0).map(_ -> AGE);
  }
}
