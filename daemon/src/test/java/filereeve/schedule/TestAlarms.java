package filereeve.schedule;

import filereeve.event.RuleName;
import filereeve.testing.TestClock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Alarms that ring when a test moves the clock with [#advanceTo].
final class TestAlarms implements Alarms {
  private final TestClock clock;
  private final Listener listener;
  private final Map<RuleName, Armed> armed = new TreeMap<>();

  private record Armed(Timetable timetable, Instant next) {}

  TestAlarms(TestClock clock, Listener listener) {
    this.clock = clock;
    this.listener = listener;
  }

  @Override
  public void set(RuleName rule, Timetable timetable, Instant after) {
    armed.put(rule, new Armed(timetable, timetable.next(after)));
  }

  @Override
  public void cancel(RuleName rule) {
    armed.remove(rule);
  }

  @Override
  public void close() {
    armed.clear();
  }

  boolean isSilent() {
    return armed.isEmpty();
  }

  /// Time goes by: each alarm rings at its instant.
  void advanceTo(Instant end) {
    for (var alarm = first(end); alarm.isPresent(); alarm = first(end)) {
      clock.set(alarm.get().getValue().next());
      ring(alarm.get());
    }
    clock.set(end);
  }

  /// The clock is set: what is due rings late.
  void jumpTo(Instant end) {
    clock.set(end);
    first(end).ifPresent(this::ring);
  }

  private void ring(Map.Entry<RuleName, Armed> alarm) {
    Instant due = alarm.getValue().next();
    Instant last = clock.instant().isAfter(due) ? clock.instant() : due;
    set(alarm.getKey(), alarm.getValue().timetable(), last);
    listener.due(alarm.getKey(), due);
  }

  private Optional<Map.Entry<RuleName, Armed>> first(Instant end) {
    return armed.entrySet().stream()
        .filter(e -> !e.getValue().next().isAfter(end))
        .min(Comparator.comparing(e -> e.getValue().next()))
        .map(e -> Map.entry(e.getKey(), e.getValue()));
  }
}
