package filereeve.schedule;

import java.time.Duration;
import java.time.ZoneId;

/// When a rule runs by the clock.
///
/// @param jitter a random delay up to this, the same for one rule on one host from run to run
public record ScheduleSettings(
    When when, ZoneId zone, Duration jitter, Missed missed, Overlap overlap) {

  /// At which instants.
  public sealed interface When {
    /// @param expression as it was written: five fields, or `@daily` and the like
    record Cron(String expression) implements When {}

    record Every(Duration interval) implements When {}
  }

  /// What becomes of runs that came due while the daemon was not running.
  public enum Missed {
    RUN_ONCE,
    SKIP
  }

  /// What becomes of a run that comes due while the last one has not ended.
  public enum Overlap {
    SKIP,
    QUEUE
  }
}
