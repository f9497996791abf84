package filereeve.dispatch;

import filereeve.event.Key;
import java.time.Duration;
import java.util.function.LongSupplier;

/// One run while it goes on. Its thread is interrupted only as long as it belongs to this run.
///
/// Thread: used by its worker, [Timeouts] and whoever stops the lanes.
final class Execution {
  /// Why the thread was interrupted.
  enum Interrupted {
    NO,
    TIMEOUT,
    STOP
  }

  private final Key key;
  private final Worker worker;
  private final Thread thread;
  private final Duration timeout;
  private final LongSupplier nanos;
  private volatile long lastProgress;
  private Interrupted interrupted = Interrupted.NO;
  private long interruptedAt;
  private boolean ended;

  Execution(Key key, Worker worker, Duration timeout, LongSupplier nanos) {
    this.key = key;
    this.worker = worker;
    this.thread = Thread.currentThread();
    this.timeout = timeout;
    this.nanos = nanos;
    this.lastProgress = nanos.getAsLong();
  }

  Key key() {
    return key;
  }

  Worker worker() {
    return worker;
  }

  void progress() {
    lastProgress = nanos.getAsLong();
  }

  /// When it has to be looked at: its timeout or, after an interrupt, the end of the grace.
  synchronized long due(Duration grace) {
    return interrupted == Interrupted.NO
        ? lastProgress + timeout.toNanos()
        : interruptedAt + grace.toNanos();
  }

  synchronized Interrupted interrupted() {
    return interrupted;
  }

  synchronized void interrupt(Interrupted why) {
    if (!ended) {
      if (interrupted == Interrupted.NO) {
        interrupted = why;
        interruptedAt = nanos.getAsLong();
      }
      thread.interrupt();
    }
  }

  /// To be called by its own thread: from now on it is not interrupted because of this run.
  synchronized void end() {
    ended = true;
    boolean _ = Thread.interrupted();
  }
}
