package filereeve.queue;

import filereeve.event.Cause;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Trigger;
import filereeve.event.Work;
import filereeve.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A [TriggerQueue] for many threads: workers wait here until something is ready.
///
/// Thread: safe. What the queue was given (its terms, the listener of a collapse) is called under
/// the lock and must not come back here.
public final class BlockingTriggerQueue<L> implements AutoCloseable {
  private final TriggerQueue<L> queue;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<L, Condition> ready = new HashMap<>();
  private boolean closed;

  public BlockingTriggerQueue(TriggerQueue<L> queue, Ticker ticker) {
    this.queue = queue;
    this.ticker = ticker;
  }

  public void offer(Trigger trigger) {
    lock.lock();
    try {
      if (queue.offer(trigger, ticker.nanos())) {
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  /// @see TriggerQueue#later
  public void later(RunKey key, Cause cause, Duration delay, boolean hold) {
    lock.lock();
    try {
      if (queue.later(key, cause, delay.toNanos(), hold, ticker.nanos())) {
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  public void finished(RunKey key) {
    lock.lock();
    try {
      queue.finished(key);
      wake();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until a key of this lane is ready.
  ///
  /// @return empty when the queue was closed
  /// @see TriggerQueue#poll
  public Optional<Work> take(L lane, int perRule) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Condition mine = ready.computeIfAbsent(lane, _ -> ticker.condition(lock));
      while (!closed) {
        long now = ticker.nanos();
        Optional<Work> next = queue.poll(lane, perRule, now);
        if (next.isPresent()) {
          mine.signal();
          return next;
        }
        OptionalLong at = queue.nextReady(lane, perRule);
        if (at.isEmpty()) {
          mine.await();
        } else {
          var _ = mine.await(Math.max(1, at.getAsLong() - now), TimeUnit.NANOSECONDS);
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// How long until the first of a rule's waiting keys is ready; empty if none waits.
  public Optional<Duration> untilReady(RuleName rule) {
    lock.lock();
    try {
      OptionalLong at = queue.nextReady(rule);
      return at.isEmpty()
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(Math.max(0, at.getAsLong() - ticker.nanos())));
    } finally {
      lock.unlock();
    }
  }

  public int waiting() {
    lock.lock();
    try {
      return queue.waiting();
    } finally {
      lock.unlock();
    }
  }

  /// Ends every [#take], now and later. What waits is dropped.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      ready.values().forEach(Condition::signalAll);
    } finally {
      lock.unlock();
    }
  }

  /// One worker of each lane checks; who takes a key wakes the next one.
  private void wake() {
    ready.values().forEach(Condition::signal);
  }
}
