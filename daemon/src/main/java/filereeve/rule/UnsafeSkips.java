package filereeve.rule;

import static filereeve.telemetry.Field.field;

import filereeve.event.RuleName;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Logs the files of a rule that are skipped because it would not be safe to touch them: each once,
/// and again when the reason has changed, since a busy file is inspected every second.
///
/// Thread: safe for use by many threads.
public final class UnsafeSkips {
  /// Past it the oldest are forgotten, and may be logged again.
  private static final int REMEMBERED = 10_000;

  private final RuleName rule;
  private final Log log;
  private final Map<Task, String> reasons = new LinkedHashMap<>();

  private record Task(String name, Path path) {}

  public UnsafeSkips(RuleName rule, Log log) {
    this.rule = rule;
    this.log = log;
  }

  /// @param task what is not done to it: `rotate`
  public void report(String task, Path path, String why) {
    if (remember(new Task(task, path), why)) {
      log.log(
          Event.SKIPPED_UNSAFE,
          field("rule", rule),
          field("file", path),
          field("why", "cannot %s %s: %s.".formatted(task, path, why)));
    }
  }

  private synchronized boolean remember(Task task, String why) {
    if (why.equals(reasons.put(task, why))) {
      return false;
    }
    if (reasons.size() > REMEMBERED) {
      reasons.remove(reasons.keySet().iterator().next());
    }
    return true;
  }
}
