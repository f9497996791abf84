package filereeve.systemd;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Tells systemd twice in each period of `WatchdogSec=` that the daemon is alive, as long as it is.
/// If it is not, silence makes systemd kill and restart it.
///
/// Thread: owns one, named `filereeve-watchdog`, until closed.
public final class Watchdog implements AutoCloseable {
  private final Notifier notifier;
  private final Duration every;
  private final BooleanSupplier alive;
  private final Thread thread;

  private Watchdog(Notifier notifier, Duration every, BooleanSupplier alive) {
    this.notifier = notifier;
    this.every = every;
    this.alive = alive;
    this.thread = Thread.ofPlatform().name("filereeve-watchdog").daemon().unstarted(this::run);
  }

  /// Starts it, if systemd watches this process; else there is none.
  ///
  /// @param alive whether the daemon makes progress; must not block
  public static Optional<Watchdog> start(
      Notifier notifier, Map<String, String> environment, BooleanSupplier alive) {
    Optional<Watchdog> watchdog =
        period(environment, ProcessHandle.current().pid())
            .map(period -> new Watchdog(notifier, period.dividedBy(2), alive));
    watchdog.ifPresent(w -> w.thread.start());
    return watchdog;
  }

  /// `WATCHDOG_USEC`, if it is meant for this process.
  static Optional<Duration> period(Map<String, String> environment, long pid) {
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    String meant = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
    if (!micros.matches("[1-9][0-9]{0,17}") || !meant.equals(Long.toString(pid))) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(Math.multiplyExact(Long.parseLong(micros), 1_000L)));
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        if (alive.getAsBoolean()) {
          notifier.alive();
        }
        Thread.sleep(every);
      }
    } catch (InterruptedException e) {
      // Closed: the daemon ends.
      Thread.currentThread().interrupt();
    }
  }
}
