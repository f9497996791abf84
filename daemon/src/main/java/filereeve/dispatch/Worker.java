package filereeve.dispatch;

import filereeve.event.Work;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One thread of a lane: takes work, runs it, takes the next.
final class Worker {
  /// What a worker does with its work.
  interface Job {
    Optional<Work> take(Lane lane) throws InterruptedException;

    /// Runs it to its end, whatever comes.
    void run(Work work, Worker worker);

    /// Something other than a handler threw: a bug in Filereeve.
    void broken(String thread, Throwable why);
  }

  private final Lane lane;
  private final String name;
  private final Job job;
  private final Runnable atStart;
  private final Thread thread;
  private @Nullable Execution execution;
  private boolean stopping;
  private boolean abandoned;

  Worker(Lane lane, String name, Job job, Runnable atStart) {
    this.lane = lane;
    this.name = name;
    this.job = job;
    this.atStart = atStart;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .uncaughtExceptionHandler((_, why) -> job.broken(name, why))
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

  synchronized void end(Execution ended) {
    ended.end();
    execution = null;
  }

  private void work() {
    atStart.run();
    try {
      while (goesOn()) {
        Optional<Work> work = job.take(lane);
        if (work.isEmpty()) {
          return;
        }
        try {
          job.run(work.get(), this);
        } catch (RuntimeException e) {
          job.broken(name, e); // and the lane continues
        }
      }
    } catch (InterruptedException _) {
      // Idle, and asked to stop.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean goesOn() {
    return !stopping && !abandoned;
  }
}
