package filereeve.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/// A condition whose timed waits end by [VirtualTime]. It wakes those who wait in the order in
/// which they came.
final class VirtualCondition extends UnusedWaits {
  private final VirtualTime time;
  private final Lock lock;
  private final Condition real;

  /// Guarded by the lock.
  private final Deque<TimedWait> waiting = new ArrayDeque<>();

  VirtualCondition(VirtualTime time, Lock lock) {
    this.time = time;
    this.lock = lock;
    this.real = lock.newCondition();
  }

  /// One thread that waits. Guarded by the lock, but for [#isOver], which others may ask.
  final class TimedWait {
    private final long deadline;
    private boolean signalled;
    private volatile boolean over;

    private TimedWait(long deadline) {
      this.deadline = deadline;
    }

    long deadline() {
      return deadline;
    }

    /// Whether its thread is about to run.
    boolean isOver() {
      return over;
    }

    private void end(boolean bySignal) {
      waiting.remove(this);
      signalled = bySignal;
      over = true;
      time.wakes();
      real.signalAll();
    }

    /// Its deadline is reached.
    void expire() {
      lock.lock();
      try {
        if (waiting.contains(this)) {
          end(false);
        }
      } finally {
        lock.unlock();
      }
    }

    private boolean await() throws InterruptedException {
      waiting.add(this);
      time.enter(this);
      try {
        while (!over) {
          real.await();
        }
        return signalled;
      } finally {
        waiting.remove(this);
        time.leave();
      }
    }
  }

  @Override
  public void await() throws InterruptedException {
    var _ = new TimedWait(Long.MAX_VALUE).await();
  }

  @Override
  public boolean await(long wait, TimeUnit unit) throws InterruptedException {
    return wait > 0 && new TimedWait(time.nanos() + unit.toNanos(wait)).await();
  }

  @Override
  public void signal() {
    if (!waiting.isEmpty()) {
      waiting.getFirst().end(true);
    }
  }

  @Override
  public void signalAll() {
    while (!waiting.isEmpty()) {
      signal();
    }
  }
}
