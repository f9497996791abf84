package filereeve.schedule;

import filereeve.event.RuleName;
import filereeve.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Alarms on [VirtualTime]: the same triggers, and in the place of Quartz, which waits by the
/// system's clock only, a thread that asks them when they fire next, as Quartz does. Like Quartz,
/// it notices a clock that is set within 30 s.
public final class VirtualAlarms implements Alarms {
  private static final long NOTICES = TimeUnit.SECONDS.toNanos(30);

  private record Alarm(RuleName rule, Instant at) {}

  private final VirtualTime time;
  private final Listener listener;
  private final Map<RuleName, TimetableTrigger> triggers = new TreeMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed;
  private boolean closed;

  private VirtualAlarms(VirtualTime time, Listener listener) {
    this.time = time;
    this.listener = listener;
    this.changed = time.condition(lock);
  }

  public static Opening on(VirtualTime time) {
    return (_, listener) -> {
      var alarms = new VirtualAlarms(time, listener);
      Thread.ofPlatform().daemon().name("filereeve-schedule-1").start(alarms::ring);
      return alarms;
    };
  }

  @Override
  public void set(RuleName rule, Timetable timetable, Instant after) {
    var trigger = new TimetableTrigger(rule, timetable, time, after);
    var _ = trigger.computeFirstFireTime(null);
    change(() -> triggers.put(rule, trigger));
  }

  @Override
  public void cancel(RuleName rule) {
    change(() -> triggers.remove(rule));
  }

  @Override
  public void close() {
    change(() -> closed = true);
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void ring() {
    try {
      for (List<Alarm> due = due(); !due.isEmpty(); due = due()) {
        due.forEach(alarm -> listener.due(alarm.rule(), alarm.at()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return empty at the end
  private List<Alarm> due() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        Instant now = time.instant();
        List<TimetableTrigger> due =
            triggers.values().stream().filter(t -> !next(t).isAfter(now)).toList();
        if (!due.isEmpty()) {
          return due.stream().map(VirtualAlarms::fire).toList();
        }
        var _ = changed.await(untilNext(now), TimeUnit.NANOSECONDS);
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  private long untilNext(Instant now) {
    return triggers.values().stream()
        .mapToLong(trigger -> Duration.between(now, next(trigger)).toNanos())
        .reduce(NOTICES, Math::min);
  }

  private static Instant next(TimetableTrigger trigger) {
    return trigger.getNextFireTime().toInstant();
  }

  private static Alarm fire(TimetableTrigger trigger) {
    Instant at = next(trigger);
    trigger.triggered(null);
    return new Alarm(trigger.rule(), at);
  }
}
