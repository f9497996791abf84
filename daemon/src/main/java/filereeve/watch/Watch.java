package filereeve.watch;

import filereeve.event.FileEvent;
import filereeve.telemetry.Log;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Watches roots, which need not exist yet, and says what happens there. Events are hints; where
/// some may have been missed, the folder is reported as [FileEvent.Overflowed].
///
/// Thread: safe for use by many threads. Events come on a thread of the watch; while roots are
/// replaced they come on two.
public final class Watch implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final Reports reports;
  private final Log log;
  private final FolderEvents.Opening opening;
  private final Duration firstPause;
  private @Nullable Watcher watcher;
  private int started;
  private boolean closed;

  /// @param events is given each event at once, so it must be fast. What it throws is logged.
  public Watch(Consumer<FileEvent> events, Log log, InstantSource clock) {
    this(events, log, clock, LibraryEvents::open, FIRST_PAUSE);
  }

  /// @param firstPause before a source of events that failed is opened again
  Watch(
      Consumer<FileEvent> events,
      Log log,
      InstantSource clock,
      FolderEvents.Opening opening,
      Duration firstPause) {
    this.reports = new Reports(events, log, clock);
    this.log = log;
    this.opening = opening;
    this.firstPause = firstPause;
  }

  /// Watches these roots instead of those before. Returns when all folders are registered; what
  /// could not be is logged. From the old to the new no event is lost.
  ///
  /// @throws InterruptedException then it watches what it watched before
  public synchronized void replace(Roots roots) throws InterruptedException {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    Watcher before = watcher;
    Watcher next = start(roots);
    watcher = next;
    if (before != null) {
      before.close();
      if (next.reachedLimit()) {
        startAgain(roots, next);
      }
    }
  }

  /// While two watched, they may have needed more watches than there are.
  private void startAgain(Roots roots, Watcher tooMany) throws InterruptedException {
    tooMany.close();
    Watcher alone = start(roots);
    watcher = alone;
    alone.reportAll("watches renewed");
  }

  private Watcher start(Roots roots) throws InterruptedException {
    started++;
    var next = new Watcher(roots, reports, log, opening, firstPause, "filereeve-watch-" + started);
    boolean running = false;
    try {
      next.start();
      running = true;
      return next;
    } finally {
      if (!running) {
        next.close();
      }
    }
  }

  /// Ends the watching. No event comes after that.
  @Override
  public synchronized void close() {
    closed = true;
    if (watcher != null) {
      watcher.close();
      watcher = null;
    }
  }
}
