package filereeve.dispatch;

import filereeve.event.Work;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One thread of a lane: takes work, runs it, takes the next.
final class Worker {
  private final Lane lane;
  private final String name;
  private final Dispatcher dispatcher;
  private final Thread thread;
  private @Nullable Execution execution;
  private boolean stopping;
  private boolean abandoned;

  Worker(Lane lane, String name, Dispatcher dispatcher) {
    this.lane = lane;
    this.name = name;
    this.dispatcher = dispatcher;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .uncaughtExceptionHandler((_, why) -> dispatcher.broken(name, why))
            .unstarted(this::work);
  }

  Lane lane() {
    return lane;
  }

  String name() {
    return name;
  }

  Thread thread() {
    return thread;
  }

  void start() {
    thread.start();
  }

  /// Takes no more work. A run that has begun is not interrupted.
  synchronized void stop() {
    stopping = true;
    if (execution == null) {
      thread.interrupt();
    }
  }

  synchronized void interruptRun() {
    if (execution != null) {
      execution.interrupt(Execution.Interrupted.STOP);
    }
  }

  /// Another worker is to take its place: it ends when this run does.
  ///
  /// @return false if it has ended the run, or another one has its place already
  synchronized boolean abandon(Execution run) {
    boolean first = execution == run && !abandoned;
    abandoned |= first;
    return first;
  }

  /// @return false if it must not begin
  synchronized boolean begin(Execution begun) {
    if (stopping) {
      return false;
    }
    execution = begun;
    return true;
  }

  synchronized Optional<Execution> current() {
    return Optional.ofNullable(execution);
  }

  synchronized void end(Execution ended) {
    ended.end();
    execution = null;
  }

  private void work() {
    dispatcher.begin(lane);
    try {
      while (goesOn()) {
        Optional<Work> work = dispatcher.take(lane);
        if (work.isEmpty()) {
          return;
        }
        try {
          dispatcher.run(work.get(), this);
        } catch (RuntimeException e) {
          dispatcher.broken(name, e); // and the lane continues
        }
      }
    } catch (InterruptedException _) {
      // Idle, and asked to stop.
      Thread.currentThread().interrupt();
    }
  }

  /// @param end of the waiting, as of [System#nanoTime]
  /// @return whether all have ended by then
  static boolean join(List<Worker> workers, long end) throws InterruptedException {
    boolean all = true;
    for (Worker worker : workers) {
      long left = Math.max(1_000_000, end - System.nanoTime());
      all &= worker.thread().join(Duration.ofNanos(left));
    }
    return all;
  }

  private synchronized boolean goesOn() {
    return !stopping && !abandoned;
  }
}
