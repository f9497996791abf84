package filereeve.handler.rotate;

import filereeve.process.Action;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Tells the writer that its logs were renamed: once for all that were renamed until then. A
/// rotation that was not told stays owed, also when telling failed: else the writer would go on
/// writing into the archive for ever.
///
/// Thread: safe for use by many threads; of several that owe something at the same time, one tells
/// for all.
final class AfterHook {
  private final Optional<Action> action;
  private final Duration timeout;
  private final Teller teller;
  private final AtomicLong renamed = new AtomicLong();
  private final ReentrantLock telling = new ReentrantLock();
  private volatile long told;

  AfterHook(RotateSettings settings, Teller teller) {
    this.action = settings.after();
    this.timeout = settings.timeout();
    this.teller = teller;
  }

  boolean isWanted() {
    return action.isPresent();
  }

  /// A log was renamed, or is found to have been renamed without its writer being told.
  void owe() {
    renamed.incrementAndGet();
  }

  boolean isOwed() {
    return isWanted() && told < renamed.get();
  }

  /// Returns when everything that was owed at the call has been told.
  ///
  /// @return why it could not be told; then it is still owed
  Optional<String> tell() throws InterruptedException {
    if (action.isEmpty()) {
      return Optional.empty();
    }
    telling.lockInterruptibly();
    try {
      long covered = renamed.get();
      if (told == covered) {
        return Optional.empty();
      }
      Optional<String> problem = teller.tell(action.get(), timeout);
      if (problem.isEmpty()) {
        told = covered;
      }
      return problem;
    } finally {
      telling.unlock();
    }
  }
}
