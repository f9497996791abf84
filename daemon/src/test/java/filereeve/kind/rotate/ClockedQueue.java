package filereeve.kind.rotate;

import filereeve.dispatch.Lane;
import filereeve.dispatch.WorkSource;
import filereeve.event.Cause;
import filereeve.event.RunKey;
import filereeve.event.Trigger;
import filereeve.event.Work;
import filereeve.queue.TriggerQueue;
import filereeve.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The daemon's queue on a test's clock: when nobody works and nothing is ready, an hour passes in
/// no time. Each second of it, something happens.
final class ClockedQueue implements WorkSource {
  /// What happens in the world, once a second.
  interface EachSecond {
    /// @return what the program notices of it
    List<Trigger> pass(Instant now);
  }

  private static final List<Lane> LANES = List.of(Lane.SCAN, Lane.ROTATE, Lane.COMPRESS);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TriggerQueue<Lane> queue;
  private final TestClock clock;
  private final EachSecond eachSecond;
  private final Instant start;
  private final Instant end;
  private Instant nextSecond;
  private int running;
  private boolean over;

  ClockedQueue(
      TriggerQueue<Lane> queue, TestClock clock, EachSecond eachSecond, Duration forSoLong) {
    this.queue = queue;
    this.clock = clock;
    this.eachSecond = eachSecond;
    this.start = clock.instant();
    this.end = start.plus(forSoLong);
    this.nextSecond = start.plus(SECOND);
  }

  synchronized void offer(Trigger trigger) {
    queue.offer(trigger, nanos(clock.instant()));
    notifyAll();
  }

  /// Returns when the time is over.
  synchronized void awaitEnd() throws InterruptedException {
    while (!over) {
      wait();
    }
  }

  @Override
  public synchronized Optional<Work> take(Lane lane, int perRule) throws InterruptedException {
    while (!over) {
      Optional<Work> next = queue.poll(lane, perRule, nanos(clock.instant()));
      if (next.isPresent()) {
        running++;
        return next;
      }
      if (running > 0 || isReady()) {
        wait();
      } else {
        passTime();
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized void later(RunKey key, Cause cause, Duration delay, boolean hold) {
    queue.later(key, cause, delay.toNanos(), hold, nanos(clock.instant()));
    notifyAll();
  }

  @Override
  public synchronized void finished(RunKey key) {
    running--;
    queue.finished(key);
    notifyAll();
  }

  /// Whether another lane's thread only has to come and take something.
  private boolean isReady() {
    return nextReady() <= nanos(clock.instant());
  }

  private void passTime() {
    if (!clock.instant().isBefore(end)) {
      over = true;
    } else if (nextReady() < nanos(nextSecond)) {
      clock.set(start.plusNanos(nextReady()));
    } else {
      clock.set(nextSecond);
      nextSecond = nextSecond.plus(SECOND);
      for (Trigger trigger : eachSecond.pass(clock.instant())) {
        queue.offer(trigger, nanos(clock.instant()));
      }
    }
    notifyAll();
  }

  private long nextReady() {
    return LANES.stream()
        .map(lane -> queue.nextReady(lane, 1))
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private long nanos(Instant time) {
    return Duration.between(start, time).toNanos();
  }
}
