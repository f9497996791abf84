package filereeve.dispatch;

import filereeve.time.Ticker;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Reports runs that are slow, interrupts those that make no progress, and gives up threads that do
/// not react. It sleeps until the next run is due.
final class Timeouts {
  private final Duration patience;
  private final Duration grace;
  private final Ticker ticker;
  private final Predicate<Execution> slow;
  private final Consumer<Execution> hopeless;
  private final Set<Execution> running = new LinkedHashSet<>();
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner;
  private long wakesAt = Long.MAX_VALUE;
  private boolean stopped;

  /// @param patience how long a run may be without progress, or compress, before it is slow
  /// @param grace between the interrupt and giving the thread up
  /// @param slow receives a slow run: once, or after each patience while the answer is false
  /// @param hopeless receives a run that did not end in the grace, once
  Timeouts(
      Duration patience,
      Duration grace,
      Ticker ticker,
      Predicate<Execution> slow,
      Consumer<Execution> hopeless) {
    this.patience = patience;
    this.grace = grace;
    this.ticker = ticker;
    this.sooner = ticker.condition(lock);
    this.slow = slow;
    this.hopeless = hopeless;
    this.thread = Thread.ofPlatform().daemon().name("filereeve-timeouts").unstarted(this::watch);
  }

  void start() {
    thread.start();
  }

  void add(Execution execution) {
    lock.lock();
    try {
      running.add(execution);
      if (execution.due(patience, grace) < wakesAt) {
        sooner.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  void remove(Execution execution) {
    lock.lock();
    try {
      running.remove(execution);
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
      sooner.signal();
    } finally {
      lock.unlock();
    }
  }

  Thread thread() {
    return thread;
  }

  private void watch() {
    try {
      for (List<Execution> due = next(); !due.isEmpty(); due = next()) {
        due.forEach(this::act);
      }
    } catch (InterruptedException _) {
      // Nobody interrupts this thread; should it happen, it is a request to end.
      Thread.currentThread().interrupt();
    }
  }

  private void act(Execution execution) {
    if (execution.interrupted() != Execution.Interrupted.NO) {
      remove(execution);
      hopeless.accept(execution);
    } else if (execution.becomesSlow()) {
      if (!slow.test(execution)) {
        execution.restartPatience();
      }
    } else {
      execution.interrupt(Execution.Interrupted.TIMEOUT);
    }
  }

  /// @return what is due; empty when stopped
  private List<Execution> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      return nextHeld();
    } finally {
      lock.unlock();
    }
  }

  private List<Execution> nextHeld() throws InterruptedException {
    while (!stopped) {
      long now = ticker.nanos();
      List<Execution> due = running.stream().filter(e -> e.due(patience, grace) <= now).toList();
      if (!due.isEmpty()) {
        return due;
      }
      wakesAt =
          running.stream().mapToLong(e -> e.due(patience, grace)).min().orElse(Long.MAX_VALUE);
      if (wakesAt == Long.MAX_VALUE) {
        sooner.await();
      } else {
        var _ = sooner.await(wakesAt - now, TimeUnit.NANOSECONDS);
      }
    }
    return List.of();
  }
}
