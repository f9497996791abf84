package filereeve.schedule;

import filereeve.event.RuleName;
import java.time.Instant;
import java.time.InstantSource;

/// Wakes at the due instants of each rule's timetable.
public interface Alarms extends AutoCloseable {
  /// Those of a daemon.
  Opening QUARTZ = QuartzAlarms::new;

  /// Wakes at each due instant after this one from now on; what was set for the rule is forgotten.
  void set(RuleName rule, Timetable timetable, Instant after);

  void cancel(RuleName rule);

  /// Ends the threads. No alarm comes after it.
  @Override
  void close();

  /// Starts alarms by this clock.
  @FunctionalInterface
  interface Opening {
    Alarms open(InstantSource clock, Listener listener);
  }

  /// What is woken.
  ///
  /// Thread: called by the alarms' own thread, one call at a time.
  @FunctionalInterface
  interface Listener {
    /// @param at when it came due; long ago if the host slept or its clock was set forward
    void due(RuleName rule, Instant at);
  }
}
