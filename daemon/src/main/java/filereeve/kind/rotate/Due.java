package filereeve.kind.rotate;

import filereeve.posix.Stat;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

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

  /// @param newestArchive when the last rotation was, as far as archives show: a log is no older
  ///   than that, even if its inode is
  /// @return empty if it is not due; an empty log never is
  static Optional<Due> of(
      RotateSettings settings,
      Request request,
      Stat live,
      Optional<Instant> newestArchive,
      Instant now) {
    if (live.size() == 0 || live.size() < settings.when().minSize().bytes()) {
      return Optional.empty();
    }
    Instant begun = newestArchive.filter(live.born()::isBefore).orElse(live.born());
    if (request.asked().isPresent() && !begun.isAfter(request.begunBy())) {
      return request.asked();
    }
    if (settings.when().size().filter(limit -> live.size() >= limit.bytes()).isPresent()) {
      return Optional.of(SIZE);
    }
    Duration age = Duration.between(begun, now);
    return settings.when().age().filter(limit -> age.compareTo(limit) >= 0).map(_ -> AGE);
  }
}
