package filereeve.telemetry;

import static filereeve.telemetry.Field.field;

import filereeve.event.RuleName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The files of a rule that are not touched, because that would not be safe. Each is told of once,
/// and again when the reason has changed: a busy one is looked at every second.
///
/// Thread: safe for use by many threads.
public final class LeftAlone {
  /// Past it the oldest are forgotten, and may be told of again.
  private static final int REMEMBERED = 10_000;

  private final RuleName rule;
  private final Log log;
  private final Map<Path, String> reasons = new LinkedHashMap<>();

  public LeftAlone(RuleName rule, Log log) {
    this.rule = rule;
    this.log = log;
  }

  /// @param task what is not done to it: `rotate`
  public void tell(String task, Path path, String why) {
    if (remember(path, why)) {
      log.log(
          Event.SKIPPED_UNSAFE,
          field("rule", rule),
          field("file", path),
          field("why", "cannot %s %s: %s.".formatted(task, path, why)));
    }
  }

  private synchronized boolean remember(Path path, String why) {
    if (why.equals(reasons.put(path, why))) {
      return false;
    }
    if (reasons.size() > REMEMBERED) {
      reasons.remove(reasons.keySet().iterator().next());
    }
    return true;
  }
}
