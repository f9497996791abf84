package filereeve.schedule;

import static filereeve.telemetry.Field.field;

import filereeve.event.RuleName;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Stamps whose errors are logged and survived: a schedule continues without its stamp.
record LoggedStamps(Stamps stamps, Log log) {
  /// @param latest a stamp after this is of a time when the clock was wrong
  Optional<Instant> read(RuleName rule, Instant latest) {
    try {
      Optional<Instant> stamp = stamps.read(rule);
      if (stamp.isPresent() && stamp.get().isAfter(latest)) {
        fault(rule, "its stamp " + stamp.get() + " is in the future: missed runs are not known");
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
    } catch (IOException e) {
      fault(
          rule,
          "cannot write its stamp: %s. A restart may repeat its last run"
              .formatted(e.getMessage()));
    }
  }

  private void fault(RuleName rule, String why) {
    log.log(Event.STATE_ERROR, field("rule", rule), field("why", why));
  }
}
