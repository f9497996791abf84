package filereeve.watch;

import filereeve.event.FileEvent;
import filereeve.posix.Posix;
import filereeve.telemetry.Log;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Watches roots, which need not exist yet, and says what happens there. Events are hints; where
/// some may have been missed, the directory is reported as [FileEvent.Overflowed].
///
/// Thread: safe for use by many threads. Events come on a thread of the watch; while roots are
/// replaced they come on two.
public final class Watch implements AutoCloseable {
  private final EventReports reports;
  private final Log log;
  private final Kernel kernel;

  /// One, but while roots are replaced.
  private final Set<Watcher> running = ConcurrentHashMap.newKeySet();

  private volatile Optional<Watcher> current = Optional.empty();
  private int started;
  private volatile boolean closed;

  /// @param events is given each event at once, so it must be fast. What it throws is logged.
  public Watch(
      Source source, Posix posix, Consumer<FileEvent> events, Log log, InstantSource clock) {
    this(events, log, clock, Kernel.of(source.opening(posix, log)));
  }

  Watch(Consumer<FileEvent> events, Log log, InstantSource clock, Kernel kernel) {
    this.reports = new EventReports(events, log, clock);
    this.log = log;
    this.kernel = kernel;
  }

  /// Watches these roots instead of those before. Returns when all directories are registered; what
  /// could not be is logged. From the old to the new no event is lost.
  ///
  /// @param begun is run once [#await] waits for the directories of these roots
  /// @throws InterruptedException then it watches what it watched before
  public synchronized void replace(Roots roots, Runnable begun) throws InterruptedException {
    Optional<Watcher> before = current;
    Watcher next = start(roots, begun);
    current = Optional.of(next);
    if (before.isPresent()) {
      before.get().finish();
      running.remove(before.get());
      if (next.reachedLimit()) {
        startAgain(roots, next);
      }
    }
  }

  /// The same, where no scan waits for directories.
  public void replace(Roots roots) throws InterruptedException {
    replace(roots, () -> {});
  }

  /// Waits until changes in this directory, or of this file, are reported, or cannot be: at once,
  /// but while roots are replaced by some that are not watched yet.
  ///
  /// @param waiting is called several times a second meanwhile
  public void await(Path path, Runnable waiting) throws InterruptedException {
    for (Watcher each : running) {
      if (!each.isComplete() && running.stream().noneMatch(w -> w.covers(path))) {
        each.await(path, waiting);
      }
    }
  }

  /// While two watched, they may have needed more watches than there are.
  private void startAgain(Roots roots, Watcher tooMany) throws InterruptedException {
    end(tooMany);
    Watcher alone = start(roots, () -> {});
    current = Optional.of(alone);
    alone.reportAll("watches renewed");
  }

  /// How much is watched. Never waits.
  public WatchStats stats() {
    return current.map(Watcher::stats).orElse(WatchStats.NONE);
  }

  private Watcher start(Roots roots, Runnable begun) throws InterruptedException {
    started++;
    var next = new Watcher(roots, reports, log, kernel, "filereeve-watch-" + started);
    running.add(next);
    boolean settled = false;
    try {
      begun.run();
      next.start();
      settled = true;
    } finally {
      if (!settled || closed) {
        end(next);
      }
    }
    return next;
  }

  private void end(Watcher watcher) {
    watcher.close();
    running.remove(watcher);
  }

  /// Ends the watching, also while [#replace] is at work. No event comes after that.
  @Override
  public void close() {
    closed = true;
    running.forEach(Watcher::close);
  }
}
