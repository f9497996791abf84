package filereeve.watch;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// How far the first registration of a set of roots has come. A directory that is registered can be
/// scanned without missing anything, while others are still to be registered.
///
/// Thread: safe for use by many threads.
final class Registered {
  /// Waiting threads are woken once for this many names, not for each.
  private static final int TOGETHER = 512;

  /// A waiting thread wakes up and reports progress this often, in milliseconds.
  private static final int PROGRESS_EVERY = 200;

  private final Set<Path> names = new HashSet<>();
  private volatile boolean complete;

  /// Records that this directory or file is registered, or cannot be.
  synchronized void add(Path name) {
    if (!complete && names.add(name) && names.size() % TOGETHER == 0) {
      notifyAll();
    }
  }

  /// Records that all are registered, or cannot be.
  synchronized void complete() {
    complete = true;
    names.clear();
    notifyAll();
  }

  boolean isComplete() {
    return complete;
  }

  /// Waits for one name.
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

  /// Waits for all names.
  synchronized void await() throws InterruptedException {
    while (!complete) {
      wait();
    }
  }
}
