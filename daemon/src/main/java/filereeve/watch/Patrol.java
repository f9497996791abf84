package filereeve.watch;

import static filereeve.telemetry.Field.field;

import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Handles what inotify does not report: mounts, and parts of a tree that have to be polled.
///
/// Thread: has one of its own, until it is closed.
final class Patrol implements AutoCloseable {
  /// Mounts often come several at a time, and are handled together.
  private static final Duration GATHERED = Duration.ofMillis(50);

  /// A shorter sleep cannot be distinguished from the inaccuracy of the clocks.
  private static final Duration NOTICED = Duration.ofSeconds(1);

  private static final Duration END = Duration.ofSeconds(5);

  private final Mounts mounts;
  private final Tree tree;
  private final Kernel kernel;
  private final LongSupplier asleep;
  private final Log log;
  private final Thread thread;
  private long slept;
  private volatile boolean closed;

  /// @param mounts is closed with it
  /// @param kernel says how often what cannot be watched is polled
  Patrol(Mounts mounts, Tree tree, Kernel kernel, Log log, String threadName) {
    this.mounts = mounts;
    this.tree = tree;
    this.kernel = kernel;
    this.asleep = kernel.asleep();
    this.slept = asleep.getAsLong();
    this.log = log;
    this.thread = Thread.ofPlatform().name(threadName).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (mounts) {
      boolean changed = false;
      long next = kernel.ticker().nanos() + kernel.pollEvery().toNanos();
      while (!closed) {
        changed |= mounts.await(Duration.ofNanos(next - kernel.ticker().nanos()));
        changed = changed && !mountsChanged();
        if (!closed && kernel.ticker().nanos() >= next) {
          checkForSleep();
          poll();
          next = kernel.ticker().nanos() + kernel.pollEvery().toNanos();
        }
      }
    } catch (ClosedWatchServiceException _) {
      // The watch ends.
    } catch (RuntimeException | Error e) {
      degraded("mounts are not noticed, and nothing is polled, until the next reload: " + e);
    }
  }

  private void poll() {
    try {
      var _ = kernel.table(mounts);
    } catch (IOException e) {
      degraded("mounts cannot be read: " + e.getMessage());
    }
    tree.poll();
  }

  /// After a sleep, everything is rescanned: no event reports what other hosts changed meanwhile,
  /// or that a disk was replaced.
  private void checkForSleep() {
    long now = asleep.getAsLong();
    if (slept != Long.MIN_VALUE && now > slept + NOTICED.toNanos()) {
      tree.reportAll("host slept");
    }
    slept = now;
  }

  /// @return false if it has to be retried
  private boolean mountsChanged() {
    var _ = mounts.await(GATHERED);
    if (!closed) {
      try {
        tree.mounted(kernel.table(mounts));
      } catch (IOException e) {
        degraded("mounts cannot be read: " + e.getMessage());
        return false;
      }
    }
    return true;
  }

  private void degraded(String why) {
    log.log(Event.DEGRADED, field("why", why));
  }

  /// Ends the thread.
  @Override
  public void close() {
    closed = true;
    mounts.wake();
    try {
      if (thread.getState() == Thread.State.NEW) {
        mounts.close();
      } else {
        thread.join(END);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
