package filereeve.kind.rotate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// One lock for each log, held while its name and its archives' names are read and changed: a run
/// for one file, a scan of the whole rule and the publishing of a compressed archive can come at
/// the same time. There is one for the whole program: a rule that is changed while it runs has two
/// handlers for a time. A lock that nobody holds or waits for is forgotten.
///
/// Thread: safe for use by many threads.
public final class LogLocks {
  /// A log that is held until this is closed.
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Entry {
    final ReentrantLock lock = new ReentrantLock();
    int users;
  }

  private final Map<Path, Entry> entries = new HashMap<>();

  Held hold(Path log) throws InterruptedException {
    Entry entry = enter(log);
    try {
      entry.lock.lockInterruptibly();
    } catch (InterruptedException e) {
      leave(log, entry);
      throw e;
    }
    return release(log, entry);
  }

  /// @param wait no longer than this: who holds other locks must not wait at all, or everything
  ///   that needs those is blocked
  /// @return empty if another thread has held it all the time
  Optional<Held> hold(Path log, Duration wait) throws InterruptedException {
    Entry entry = enter(log);
    boolean held = false;
    try {
      held = entry.lock.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      if (!held) {
        leave(log, entry);
      }
    }
    return held ? Optional.of(release(log, entry)) : Optional.empty();
  }

  private Held release(Path log, Entry entry) {
    return () -> {
      entry.lock.unlock();
      leave(log, entry);
    };
  }

  /// How many logs are held or waited for.
  synchronized int size() {
    return entries.size();
  }

  private synchronized Entry enter(Path log) {
    Entry entry = entries.computeIfAbsent(log, _ -> new Entry());
    entry.users++;
    return entry;
  }

  private synchronized void leave(Path log, Entry entry) {
    entry.users--;
    if (entry.users == 0) {
      entries.remove(log);
    }
  }
}
