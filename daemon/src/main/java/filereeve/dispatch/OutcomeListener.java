package filereeve.dispatch;

import filereeve.event.Outcome;
import filereeve.event.Work;
import java.time.Duration;

/// Receives every run that ended, after it was logged and before its key can run again.
@FunctionalInterface
public interface OutcomeListener {
  void ended(Work work, Outcome outcome, Duration took);
}
