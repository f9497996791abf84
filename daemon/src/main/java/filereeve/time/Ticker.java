package filereeve.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// The time that passes, which nobody can set, and the waits for it. A thread that is to do
/// something later waits by this and nothing else, so that a test can hand in a ticker by which
/// days pass at once.
///
/// Thread: safe for use by many threads.
public interface Ticker {
  /// The real one.
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Condition condition(Lock lock) {
          return lock.newCondition();
        }
      };

  /// Nanoseconds since an arbitrary moment; see [System#nanoTime].
  long nanos();

  /// A condition of this lock whose timed waits end by this time.
  Condition condition(Lock lock);

  default void sleep(Duration time) throws InterruptedException {
    var lock = new ReentrantLock();
    Condition never = condition(lock);
    long end = nanos() + time.toNanos();
    lock.lockInterruptibly();
    try {
      while (end - nanos() > 0) {
        var _ = never.await(end - nanos(), TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }
}
