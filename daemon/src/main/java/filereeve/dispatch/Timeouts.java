package filereeve.dispatch;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Reports runs that are slow, interrupts those that make no progress, and gives up threads that do
/// not react. It sleeps until the next run is due.
final class Timeouts {
  private final Duration patience;
  private final Duration grace;
  private final LongSupplier nanos;
  private final Predicate<Execution> slow;
  private final Consumer<Execution> hopeless;
  private final Set<Execution> running = new LinkedHashSet<>();
  private final Thread thread;
  private long wakesAt = Long.MAX_VALUE;
  private boolean stopped;

  /// @param patience how long a run may be without progress, or compress, before it is slow
  /// @param grace between the interrupt and giving the thread up
  /// @param slow receives a slow run: once, or after each patience while the answer is false
  /// @param hopeless receives a run that did not end in the grace, once
  Timeouts(
      Duration patience,
      Duration grace,
      LongSupplier nanos,
      Predicate<Execution> slow,
      Consumer<Execution> hopeless) {
    this.patience = patience;
    this.grace = grace;
    this.nanos = nanos;
    this.slow = slow;
    this.hopeless = hopeless;
    this.thread = Thread.ofPlatform().daemon().name("filereeve-timeouts").unstarted(this::watch);
  }

  void start() {
    thread.start();
  }

  synchronized void add(Execution execution) {
    running.add(execution);
    if (execution.due(patience, grace) < wakesAt) {
      notifyAll();
    }
  }

  synchronized void remove(Execution execution) {
    running.remove(execution);
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
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
  private synchronized List<Execution> next() throws InterruptedException {
    while (!stopped) {
      long now = nanos.getAsLong();
      List<Execution> due = running.stream().filter(e -> e.due(patience, grace) <= now).toList();
      if (!due.isEmpty()) {
        return due;
      }
      wakesAt =
          running.stream().mapToLong(e -> e.due(patience, grace)).min().orElse(Long.MAX_VALUE);
      if (wakesAt == Long.MAX_VALUE) {
        wait();
      } else {
        wait(Math.max(1, (wakesAt - now) / 1_000_000));
      }
    }
    return List.of();
  }
}
