package filereeve.kind.rotate;

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

  /// Rotation that was asked for, whatever size and age.
  ///
  /// @param why `OPERATOR` or `SCHEDULE`
  /// @param before only logs that were begun by then: a later one has been rotated since it was
  ///   asked for
  record Request(Due why, Instant before) {
    /// Empty if none of the causes asks for it.
    static Optional<Request> of(Set<Cause> causes) {
      if (causes.contains(Cause.OPERATOR)) {
        return Optional.of(new Request(OPERATOR, Instant.MAX));
      }
      return causes.contains(Cause.SCHEDULE)
          ? Optional.of(new Request(SCHEDULE, Instant.MAX))
          : Optional.empty();
    }

    /// The same, asked again.
    Request begunBy(Instant time) {
      return new Request(why, time);
    }
  }

  /// @param newestArchive when the last rotation was, as far as archives tell: a log is no older
  ///   than that, even if its inode is
  /// @return empty if it is not due; an empty log never is
  static Optional<Due> of(
      RotateSettings settings,
      Optional<Request> request,
      Stat live,
      Optional<Instant> newestArchive,
      Instant now) {
    if (live.size() == 0 || live.size() < settings.minSize().bytes()) {
      return Optional.empty();
    }
    Instant begun = newestArchive.filter(live.born()::isBefore).orElse(live.born());
    if (request.filter(asked -> !begun.isAfter(asked.before())).isPresent()) {
      return request.map(Request::why);
    }
    if (settings.size().filter(limit -> live.size() >= limit.bytes()).isPresent()) {
      return Optional.of(SIZE);
    }
    Duration age = Duration.between(begun, now);
    return settings.age().filter(limit -> age.compareTo(limit) >= 0).map(_ -> AGE);
  }
}
