package filereeve.schedule;

import static filereeve.telemetry.Field.field;

import filereeve.event.RuleName;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Stamps whose errors are survived, and logged once: a schedule continues without its stamp.
///
/// Thread: as [Stamps].
final class LoggedStamps {
  private final Stamps stamps;
  private final Log log;
  private final Map<RuleName, String> reported = new ConcurrentHashMap<>();

  LoggedStamps(Stamps stamps, Log log) {
    this.stamps = stamps;
    this.log = log;
  }

  /// @param latest a stamp after this is of a time when the clock was wrong, and so is one before
  ///   1970
  Optional<Instant> read(RuleName rule, Instant latest) {
    try {
      Optional<Instant> stamp = stamps.read(rule);
      if (stamp.filter(at -> at.isAfter(latest) || at.isBefore(Instant.EPOCH)).isPresent()) {
        fault(
            rule,
            "its stamp %s is of a time when the clock was wrong. Missed runs are not known"
                .formatted(stamp.get()));
        return Optional.empty();
      }
      return stamp;
    } catch (IOException e) {
      fault(rule, "cannot read its stamp: " + e.getMessage() + ". Missed runs are not known");
      return Optional.empty();
    }
  }

  void write(RuleName rule, Instant done) {
    try {
      stamps.write(rule, done);
      reported.remove(rule);
    } catch (IOException e) {
      fault(
          rule,
          "cannot write its stamp: %s. A restart may repeat its last run"
              .formatted(e.getMessage()));
    }
  }

  private void fault(RuleName rule, String why) {
    if (!why.equals(reported.put(rule, why))) {
      log.log(Event.STATE_ERROR, field("rule", rule), field("why", why));
    }
  }
}
