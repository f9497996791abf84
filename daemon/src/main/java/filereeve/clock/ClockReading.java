package filereeve.clock;

import java.time.Duration;
import java.time.Instant;

/// The host's clock, and the one that nobody can set, at one moment.
///
/// @param uptime since the host was booted, with the time that it slept
/// @param boot identifies that boot
record ClockReading(Instant time, Duration uptime, String boot) {
  /// What the clock shows at another uptime of the same boot, unless somebody sets it.
  Instant at(Duration otherUptime) {
    return time.plus(otherUptime).minus(uptime);
  }
}
