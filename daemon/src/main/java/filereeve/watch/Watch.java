package filereeve.watch;

import filereeve.event.FileEvent;
import filereeve.posix.Posix;
import filereeve.telemetry.Log;
import filereeve.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Watches roots, which need not exist yet, and reports changes there. Events are hints; where some
/// may have been missed, the directory is reported as [FileEvent.Overflowed].
///
/// Thread: safe for use by many threads. Events arrive on several threads at once: those of the
/// watch, and the one that calls [#replace].
public final class Watch implements AutoCloseable {
  private final EventReports reports;
  private final Log log;
  private final Kernel kernel;

  /// One; two while roots are replaced.
  private final Set<Watcher> running = ConcurrentHashMap.newKeySet();

  private volatile Optional<Watcher> current = Optional.empty();
  private int started;
  private volatile boolean closed;

  /// @param events is given each event at once, so it must be fast. What it throws is logged.
  public Watch(
      Source source,
      Posix posix,
      Consumer<FileEvent> events,
      Log log,
      InstantSource clock,
      Ticker ticker) {
    this(events, log, clock, Kernel.of(source.opening(posix, log), posix, ticker));
  }

  Watch(Consumer<FileEvent> events, Log log, InstantSource clock, Kernel kernel) {
    this.reports = new EventReports(events, log, clock);
    this.log = log;
    this.kernel = kernel;
  }

  /// Watches these roots instead of those before. Returns when all directories are registered;
  /// those that could not be are logged. No event is lost in between.
  ///
  /// @param begun is run once [#await] waits for the directories of these roots
  /// @throws InterruptedException then the roots before are still watched, unless the limit of
  ///   watches was reached and their watches had been given up
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

  /// The same where no scan waits for directories.
  public void replace(Roots roots) throws InterruptedException {
    replace(roots, () -> {});
  }

  /// Waits until changes in this directory, or of this file, are reported, or it is known that they
  /// cannot be. Returns at once unless [#replace] has yet to register it.
  ///
  /// @param waiting is called several times a second meanwhile
  /// @throws IOException if it is on a filesystem that does not answer
  public void await(Path path, Runnable waiting) throws IOException, InterruptedException {
    for (Watcher each : running) {
      if (!each.isComplete() && running.stream().noneMatch(w -> w.covers(path))) {
        each.await(path, waiting);
      }
    }
    Optional<Path> silent = kernel.silent().over(path);
    if (silent.isPresent()) {
      throw new SilentMountException(silent.get());
    }
  }

  /// Registers everything again: while two were running, they may have needed more watches than the
  /// limit allows.
  private void startAgain(Roots roots, Watcher tooMany) throws InterruptedException {
    end(tooMany);
    Watcher alone = start(roots, () -> {});
    current = Optional.of(alone);
    reports.all(roots, "watches renewed");
  }

  /// How much is watched. Never waits.
  public WatchStats stats() {
    return current.map(Watcher::stats).orElse(WatchStats.NONE);
  }

  private Watcher start(Roots roots, Runnable begun) throws InterruptedException {
    started++;
    var next = new Watcher(roots, reports, log, kernel, "filereeve-watch-" + started);
    running.add(next);
    boolean done = false;
    try {
      begun.run();
      next.start();
      done = true;
    } finally {
      if (!done || closed) {
        end(next);
      }
    }
    return next;
  }

  private void end(Watcher watcher) {
    watcher.close();
    running.remove(watcher);
  }

  /// Ends the watching, also while [#replace] is at work, and waits up to 5 s for each thread.
  @Override
  public void close() {
    closed = true;
    running.forEach(Watcher::close);
  }
}
