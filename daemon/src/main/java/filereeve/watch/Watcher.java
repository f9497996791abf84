package filereeve.watch;

import static filereeve.telemetry.Field.field;

import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Watches one set of roots, from the first registration until it is closed, on a thread of its
/// own. A source of events that ends or fails is opened again.
final class Watcher implements AutoCloseable {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration END = Duration.ofSeconds(5);

  private final Roots roots;
  private final Reports reports;
  private final Log log;
  private final FolderEvents.Opening opening;
  private final Duration firstPause;
  private final Thread thread;
  private final CountDownLatch settled = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable FolderEvents events;
  private volatile boolean reachedLimit;

  /// @param opening opens the source of events, again if need be
  /// @param firstPause before a failed source is opened again; it doubles up to [#LONGEST_PAUSE]
  ///   until it works
  Watcher(
      Roots roots,
      Reports reports,
      Log log,
      FolderEvents.Opening opening,
      Duration firstPause,
      String threadName) {
    this.roots = roots;
    this.reports = reports;
    this.log = log;
    this.opening = opening;
    this.firstPause = firstPause;
    this.thread = Thread.ofPlatform().name(threadName).daemon().unstarted(this::run);
  }

  /// Begins to watch, and returns when everything is registered, or when that failed, which is
  /// logged and tried again.
  void start() throws InterruptedException {
    thread.start();
    settled.await();
  }

  /// Whether a folder is not registered because all watches are in use.
  boolean reachedLimit() {
    return reachedLimit;
  }

  /// Reports every root as one in which events may have been missed.
  void reportAll(String cause) {
    roots.paths().forEach(r -> reports.overflowed(r, r, cause));
  }

  private void run() {
    Duration pause = firstPause;
    boolean first = true;
    while (!isClosed()) {
      var ready = new boolean[1];
      String why = watch(first, ready);
      settled.countDown();
      if (isClosed()) {
        return;
      }
      pause = ready[0] ? firstPause : min(pause.multipliedBy(2), LONGEST_PAUSE);
      first = false;
      log.log(
          Event.NOT_WATCHED,
          field("roots", roots.paths().size()),
          field("why", "cannot watch any root: " + why),
          field("again_in", pause));
      if (waitForClose(pause)) {
        return;
      }
    }
  }

  /// @param first else all has to be looked at once it is registered
  /// @param ready is set to whether it was registered
  /// @return why it ended
  private String watch(boolean first, boolean[] ready) {
    try (FolderEvents source = opening.open()) {
      events = source;
      if (isClosed()) {
        return "closed";
      }
      var registrations = new Registrations(source, log);
      source.run(
          new Tree(
              roots,
              registrations,
              reports,
              log,
              () -> {
                ready[0] = true;
                reachedLimit = registrations.reachedLimit();
                if (!first) {
                  reportAll("watcher failed");
                }
                settled.countDown();
              }));
      return "the watching ended by itself.";
    } catch (IOException | RuntimeException e) {
      return Remedy.of(e);
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private boolean waitForClose(Duration pause) {
    try {
      return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      return true; // nobody interrupts it but to end it
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /// Ends the thread.
  @Override
  public void close() {
    closed.countDown();
    FolderEvents source = events;
    try {
      if (source != null) {
        source.close();
      }
      if (!thread.equals(Thread.currentThread())) {
        thread.join(END);
      }
    } catch (IOException e) {
      log.log(Event.LIBRARY, field("message", "cannot close the watch service: " + e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
