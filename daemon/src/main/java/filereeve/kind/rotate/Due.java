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

  /// @param begun since when the log holds what it holds ([Begun])
  /// @return empty if it is not due; an empty log never is
  static Optional<Due> of(
      RotateSettings settings, Request request, Stat live, Instant begun, Instant now) {
    if (live.size() == 0 || live.size() < settings.when().minSize().bytes()) {
      return Optional.empty();
    }
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
