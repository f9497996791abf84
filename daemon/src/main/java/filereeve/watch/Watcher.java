package filereeve.watch;

import static filereeve.telemetry.Field.field;

import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import filereeve.units.Durations;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Watches one set of roots, from the first registration until it is closed, on a thread of its
/// own. Reopens a source of events that ends or fails.
final class Watcher implements AutoCloseable {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration END = Duration.ofSeconds(5);

  private final Roots roots;
  private final EventReports reports;
  private final Log log;
  private final Kernel kernel;
  private final Thread thread;

  /// Whether it watched or tried to before. Thread: the watching one, as for [#pause].
  private boolean again;

  private Duration pause;
  private String lastWhy = "";
  private final Registered registered = new Registered();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing;
  private volatile boolean closed;
  private volatile @Nullable DirectoryEvents events;
  private volatile @Nullable Tree tree;
  private volatile boolean reachedLimit;

  Watcher(Roots roots, EventReports reports, Log log, Kernel kernel, String threadName) {
    this.roots = roots;
    this.reports = reports;
    this.log = log;
    this.kernel = kernel;
    this.pause = kernel.firstPause();
    this.closing = kernel.ticker().condition(lock);
    this.thread = Thread.ofPlatform().name(threadName).daemon().unstarted(this::run);
  }

  /// Begins to watch, and returns when everything is registered, or when that failed, which is
  /// logged and retried.
  void start() throws InterruptedException {
    thread.start();
    registered.await();
  }

  /// Waits until this directory or file is registered, or cannot be.
  void await(Path name, Runnable waiting) throws InterruptedException {
    registered.await(name, waiting);
  }

  /// Whether everything is registered that can be.
  boolean isComplete() {
    return registered.isComplete();
  }

  boolean covers(Path path) {
    return isComplete() && roots.cover(path);
  }

  /// Whether a directory is not registered because all watches are in use.
  boolean reachedLimit() {
    return reachedLimit;
  }

  WatchStats stats() {
    Tree now = tree;
    return now == null
        ? new WatchStats(Optional.empty(), Optional.empty(), 0, roots.paths().size())
        : now.stats();
  }

  private void run() {
    try {
      while (!closed) {
        String why = watch();
        registered.complete();
        again = true;
        if (!closed) {
          unwatched(why);
          waitForClose(pause);
          pause = Durations.shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
      }
    } finally {
      registered.complete();
    }
  }

  /// Logs a reason once, and has all roots rescanned at each try until watching works again.
  private void unwatched(String why) {
    if (!why.equals(lastWhy)) {
      lastWhy = why;
      log.log(
          Event.WATCH_FAILED,
          field("roots", roots.paths().size()),
          field("why", "cannot watch any root: " + why),
          field("again_in", pause));
    }
    roots.paths().forEach(reports::polled);
  }

  /// @return why it ended
  private String watch() {
    try (DirectoryEvents source = kernel.directories().open()) {
      events = source;
      if (!closed) { // else whoever closed it may not have seen this source
        watch(source);
      }
      return "the source of events ended.";
    } catch (IOException | RuntimeException | Error e) {
      return Remedy.of(e);
    }
  }

  private void watch(DirectoryEvents source) throws IOException {
    Mounts mounts = mounts(); // open before anything is registered: no mount is missed in between
    var shared = new SharedParts(log, kernel.pollEvery());
    var registrations = new Registrations(source, registered, log);
    var made = new Tree(roots, registrations, shared, kernel.silent(), reports, log);
    String name = thread.getName() + "-patrol";
    try (var patrol = new Patrol(mounts, made, kernel, log, name)) {
      shared.use(kernel.table(mounts));
      made.whenRegistered(
          () -> {
            patrol.start();
            works(registrations);
          });
      tree = made;
      source.run(made);
    }
  }

  private Mounts mounts() throws IOException {
    try {
      return kernel.mounts().open();
    } catch (NoSuchFileException e) {
      log.log(Event.DEGRADED, field("why", "mounts are not noticed: " + e.getMessage()));
      return Mounts.none();
    }
  }

  private void works(Registrations registrations) {
    pause = kernel.firstPause();
    lastWhy = "";
    reachedLimit = registrations.atLimit();
    if (again) {
      reports.all(roots, "watcher failed");
    }
    registered.complete();
  }

  private void waitForClose(Duration atMost) {
    long end = kernel.ticker().nanos() + atMost.toNanos();
    lock.lock();
    try {
      for (long left = atMost.toNanos();
          !closed && left > 0;
          left = end - kernel.ticker().nanos()) {
        var _ = closing.await(left, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException _) {
      closed = true; // an interrupt means the end
    } finally {
      lock.unlock();
    }
  }

  private void markClosed() {
    lock.lock();
    try {
      closed = true;
      closing.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the thread once it has reported what happened so far.
  void finish() {
    markClosed();
    end(DirectoryEvents::finish);
    close();
  }

  /// Ends the thread.
  @Override
  public void close() {
    markClosed();
    end(DirectoryEvents::close);
    registered.complete(); // it may never have begun
  }

  private interface Ending {
    void of(DirectoryEvents source) throws IOException;
  }

  private void end(Ending ending) {
    DirectoryEvents source = events;
    try {
      if (source != null) {
        ending.of(source);
      }
      if (!thread.equals(Thread.currentThread()) && thread.getState() != Thread.State.NEW) {
        thread.join(END);
      }
    } catch (IOException e) {
      log.log(Event.LIBRARY, field("message", "cannot close the watch service: " + e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
