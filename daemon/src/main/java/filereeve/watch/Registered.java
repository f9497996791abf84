package filereeve.watch;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// How far the first registration of a set of roots has come: a scan of a directory after it was
/// registered misses nothing, while others are still to be registered.
///
/// Thread: safe for use by many threads.
final class Registered {
  /// Waiting threads are woken once for this many, so that they do not run in step.
  private static final int TOGETHER = 512;

  /// A waiting thread reports progress this often. In milliseconds.
  private static final int PROGRESS_EVERY = 200;

  private final Set<Path> names = new HashSet<>();
  private volatile boolean complete;

  /// This directory or file is registered, or cannot be.
  synchronized void add(Path name) {
    if (!complete && names.add(name) && names.size() % TOGETHER == 0) {
      notifyAll();
    }
  }

  /// All are, or cannot be.
  synchronized void complete() {
    complete = true;
    names.clear();
    notifyAll();
  }

  boolean isComplete() {
    return complete;
  }

  /// Waits for one.
  ///
  /// @param waiting is called several times a second meanwhile; it must be quick
  void await(Path name, Runnable waiting) throws InterruptedException {
    if (!complete) {
      awaitIncomplete(name, waiting);
    }
  }

  private synchronized void awaitIncomplete(Path name, Runnable waiting)
      throws InterruptedException {
    while (!complete && !names.contains(name)) {
      wait(PROGRESS_EVERY);
      waiting.run();
    }
  }

  /// Waits for all.
  synchronized void await() throws InterruptedException {
    while (!complete) {
      wait();
    }
  }
}
