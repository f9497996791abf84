package filereeve.schedule;

import filereeve.event.RuleName;
import java.time.Instant;

/// Wakes at the due instants of each rule's timetable.
interface Alarms extends AutoCloseable {
  /// Wakes at each due instant after this one from now on; what was set for the rule is forgotten.
  void set(RuleName rule, Timetable timetable, Instant after);

  void cancel(RuleName rule);

  /// Ends the threads. No alarm comes after it.
  @Override
  void close();

  /// What is woken.
  ///
  /// Thread: called by the alarms' own thread, one call at a time.
  @FunctionalInterface
  interface Listener {
    /// @param at when it came due; long ago if the host slept or its clock was set forward
    void due(RuleName rule, Instant at);
  }
}
