package filereeve.systemd;

import filereeve.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Sends systemd a heartbeat twice in each period of `WatchdogSec=`, as long as the daemon makes
/// progress. Without heartbeats, systemd kills and restarts the daemon.
///
/// Thread: owns one, named `filereeve-watchdog`, until closed.
public final class Watchdog implements AutoCloseable {
  private final Notifier notifier;
  private final Duration every;
  private final BooleanSupplier progressing;
  private final Ticker ticker;
  private final Thread thread;

  private Watchdog(Notifier notifier, Duration every, BooleanSupplier progressing, Ticker ticker) {
    this.notifier = notifier;
    this.every = every;
    this.progressing = progressing;
    this.ticker = ticker;
    this.thread = Thread.ofPlatform().name("filereeve-watchdog").daemon().unstarted(this::run);
  }

  /// Starts a watchdog; empty if systemd does not supervise this process.
  ///
  /// @param progressing whether the daemon makes progress; must not block
  public static Optional<Watchdog> start(
      Notifier notifier,
      Map<String, String> environment,
      BooleanSupplier progressing,
      Ticker ticker) {
    Optional<Watchdog> watchdog =
        period(environment, ProcessHandle.current().pid())
            .map(period -> new Watchdog(notifier, period.dividedBy(2), progressing, ticker));
    watchdog.ifPresent(w -> w.thread.start());
    return watchdog;
  }

  /// The period in `WATCHDOG_USEC`; empty if it is not for this process.
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
        if (progressing.getAsBoolean()) {
          notifier.heartbeat();
        }
        ticker.sleep(every);
      }
    } catch (InterruptedException e) {
      // Closed, because the daemon stops.
      Thread.currentThread().interrupt();
    }
  }
}
