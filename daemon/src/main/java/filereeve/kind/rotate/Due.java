package filereeve.kind.rotate;

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

  /// @param written bytes of the log that are not in holes
  /// @param begun since when the log holds what it holds ([Begun])
  /// @return empty if it is not due; an empty log never is
  static Optional<Due> of(
      RotateSettings settings, Request request, long written, Instant begun, Instant now) {
    if (written == 0 || written < settings.when().minSize().bytes()) {
      return Optional.empty();
    }
    if (request.asked().isPresent() && !begun.isAfter(request.begunBy())) {
      return request.asked();
    }
    if (settings.when().size().filter(limit -> written >= limit.bytes()).isPresent()) {
      return Optional.of(SIZE);
    }
    Duration age = Duration.between(begun, now);
    return settings.when().age().filter(limit -> age.compareTo(limit) >= 0).map(_ -> AGE);
  }
}
