package filereeve.dispatch;

import filereeve.event.RunId;
import filereeve.event.RunKey;
import java.time.Duration;
import java.util.function.LongSupplier;

/// One run that has begun and not ended. Its thread is interrupted only as long as it belongs to
/// this run.
///
/// Thread: used by its worker, [Timeouts] and whoever stops the lanes.
final class Execution {
  /// Why the thread was interrupted.
  enum Interrupted {
    NO,
    TIMEOUT,
    STOP
  }

  private final RunId id;
  private final RunKey key;
  private final Worker worker;
  private final Thread thread;
  private final Duration timeout;
  private final LongSupplier nanos;
  private final long began;
  private volatile long lastProgress;

  /// From when the patience with a compression counts.
  private long patientSince;

  private boolean slow;
  private Interrupted interrupted = Interrupted.NO;
  private long interruptedAt;
  private boolean ended;

  Execution(RunId id, RunKey key, Worker worker, Duration timeout, LongSupplier nanos) {
    this.id = id;
    this.key = key;
    this.worker = worker;
    this.thread = Thread.currentThread();
    this.timeout = timeout;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
    this.lastProgress = began;
    this.patientSince = began;
  }

  RunId id() {
    return id;
  }

  RunKey key() {
    return key;
  }

  Worker worker() {
    return worker;
  }

  /// Since it began.
  Duration age() {
    return Duration.ofNanos(nanos.getAsLong() - began);
  }

  void progress() {
    lastProgress = nanos.getAsLong();
  }

  /// When it has to be checked: when the patience with it ends, at its timeout or, after an
  /// interrupt, at the end of the grace.
  synchronized long due(Duration patience, Duration grace) {
    if (interrupted != Interrupted.NO) {
      return interruptedAt + grace.toNanos();
    }
    long end = lastProgress + timeout.toNanos();
    return slow ? end : Math.min(end, since() + patience.toNanos());
  }

  /// A compression can make progress for hours, so there the patience counts from the beginning.
  private long since() {
    return worker.lane() == Lane.COMPRESS ? patientSince : lastProgress;
  }

  /// Makes it slow once more after the patience: nobody could take its place.
  synchronized void restartPatience() {
    slow = false;
    patientSince = nanos.getAsLong();
  }

  /// From now on it is waited for until its timeout.
  ///
  /// @return false if it is at its timeout, or was slow already
  synchronized boolean becomesSlow() {
    boolean inTime = nanos.getAsLong() < lastProgress + timeout.toNanos();
    boolean becomes = inTime && !slow;
    slow = true;
    return becomes;
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
