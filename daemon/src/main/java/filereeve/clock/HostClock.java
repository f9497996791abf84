package filereeve.clock;

import static filereeve.telemetry.Field.field;

import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import filereeve.time.Ticker;
import filereeve.units.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Compares the host's clock with the one that nobody can set, the time since the boot. Where they
/// do not agree, the clock was set. Which of its two times is right, nobody can know; so for an
/// hour it is not trusted: nothing is removed for its age, and an administrator has the time to see
/// it.
///
/// The last reading is kept on disk, so that a clock that was set while the daemon did not run is
/// noticed as well. After another boot only what lies before the record is sure to be wrong, and a
/// clock that went far ahead is trusted as soon as the kernel says that it is synchronized.
///
/// Thread: owns one, named `filereeve-clock`, until closed. Safe for use by many threads.
public final class HostClock implements ClockTrust, AutoCloseable {
  /// Less is what a time server corrects: no archive is older by that.
  private static final Duration JUMP = Duration.ofMinutes(1);

  private static final Duration DOUBT = Duration.ofHours(1);

  /// A host that was off for longer may also be one whose clock is wrong.
  private static final Duration LONG_OFF = Duration.ofDays(1);

  private static final Duration PERIOD = Duration.ofSeconds(30);

  /// How often a reading is written: the disk is to sleep meanwhile.
  private static final Duration RECORDED = Duration.ofMinutes(10);

  /// Is told that the clock was set.
  @FunctionalInterface
  public interface Listener {
    /// @param from what it would show
    void jumped(Instant from, Instant to);
  }

  private final Clocks clocks;
  private final ClockRecord record;
  private final Listener listener;
  private final Log log;
  private final Ticker ticker;
  private final Thread thread;
  private Optional<ClockReading> last = Optional.empty();
  private Optional<ClockReading> recorded = Optional.empty();

  /// The uptime until which the clock is not trusted.
  private Duration doubtUntil = Duration.ZERO;

  /// Whether it is trusted before, once it is synchronized.
  private boolean untilSynchronized;

  /// Whether it was logged that the clock cannot be read, until it can.
  private boolean unread;

  /// Whether it was logged that the record cannot be written, until it is.
  private boolean unwritten;

  /// @param listener is called by the thread that noticed it, under the lock of this
  public HostClock(
      Posix posix,
      InstantSource clock,
      Ticker ticker,
      Path stateDirectory,
      Listener listener,
      Log log) {
    this(
        new KernelClocks(posix, clock),
        new ClockRecord(posix, stateDirectory),
        ticker,
        listener,
        log);
  }

  HostClock(Clocks clocks, ClockRecord record, Ticker ticker, Listener listener, Log log) {
    this.clocks = clocks;
    this.record = record;
    this.listener = listener;
    this.log = log;
    this.ticker = ticker;
    this.thread = Thread.ofPlatform().name("filereeve-clock").daemon().unstarted(this::watch);
  }

  /// Compares the clock with its record, and watches it from now on. The first reading is written
  /// by the thread: this does not wait for the disk.
  public void start() {
    begin();
    thread.start();
  }

  synchronized void begin() {
    Optional<ClockReading> now = read();
    try {
      recorded = record.read();
    } catch (IOException e) {
      now.ifPresent(this::doubt);
      stateError(
          "cannot read the last time: %s. Whether the clock was set meanwhile is unknown: no"
              + " archive is removed for its age for "
              + Durations.format(DOUBT),
          e);
    }
    if (now.isPresent()) {
      recorded.ifPresent(reading -> compare(reading, now.get()));
      last = now;
    }
  }

  private void compare(ClockReading before, ClockReading now) {
    if (before.boot().equals(now.boot())) {
      compareUptimes(before, now);
    } else if (now.time().isBefore(before.time().minus(JUMP))) {
      jumped(before.time(), now, "");
    } else if (now.time().isAfter(before.time().plus(LONG_OFF)) && !clocks.isSynchronized()) {
      untilSynchronized = true;
      jumped(before.time(), now, ", or is synchronized");
    }
  }

  private void compareUptimes(ClockReading before, ClockReading now) {
    Instant expected = before.at(now.uptime());
    if (Duration.between(expected, now.time()).abs().compareTo(JUMP) > 0) {
      untilSynchronized = false;
      jumped(expected, now, "");
    }
  }

  private void jumped(Instant from, ClockReading now, String orElse) {
    doubt(now);
    log.log(
        Event.CLOCK_JUMPED,
        field("from", from),
        field("to", now.time()),
        field(
            "why",
            "the clock went %s by %s. If it is wrong, set it: no archive is removed for its age until it has run for %s%s."
                .formatted(
                    from.isBefore(now.time()) ? "ahead" : "back",
                    Durations.format(Duration.between(from, now.time()).abs()),
                    Durations.format(DOUBT),
                    orElse)));
    listener.jumped(from, now.time());
  }

  private void doubt(ClockReading now) {
    doubtUntil = now.uptime().plus(DOUBT);
  }

  /// Notices by now if the clock was set.
  public synchronized void check() {
    read()
        .ifPresent(
            now -> {
              last.ifPresent(before -> compareUptimes(before, now));
              last = Optional.of(now);
              if (recorded.filter(r -> isRecent(r, now)).isEmpty()) {
                saveUnlessInDoubt(now);
              }
            });
  }

  private static boolean isRecent(ClockReading recorded, ClockReading now) {
    Duration ago = now.uptime().minus(recorded.uptime());
    return recorded.boot().equals(now.boot()) && ago.compareTo(RECORDED) < 0;
  }

  @Override
  public synchronized boolean isTrusted() {
    check();
    return last.filter(this::isInDoubt).isEmpty();
  }

  private boolean isInDoubt(ClockReading now) {
    if (untilSynchronized && clocks.isSynchronized()) {
      doubtUntil = Duration.ZERO;
    }
    return now.uptime().compareTo(doubtUntil) < 0;
  }

  private Optional<ClockReading> read() {
    try {
      ClockReading now = clocks.read();
      unread = false;
      return Optional.of(now);
    } catch (IOException e) {
      if (!unread) {
        unread = true;
        log.log(
            Event.DEGRADED, field("why", "a clock that is set is not noticed: " + e.getMessage()));
      }
      return Optional.empty();
    }
  }

  /// What is in doubt never replaces the record: a restart must not end the doubt.
  private void saveUnlessInDoubt(ClockReading now) {
    if (isInDoubt(now)) {
      return;
    }
    recorded = Optional.of(now);
    try {
      record.write(now);
      unwritten = false;
    } catch (IOException e) {
      if (!unwritten) {
        unwritten = true;
        stateError("cannot write the time: %s. A restart may not notice that the clock was set", e);
      }
    }
  }

  private void stateError(String why, IOException e) {
    log.log(Event.STATE_ERROR, field("why", why.formatted(e.getMessage())));
  }

  private void watch() {
    try {
      while (true) {
        check();
        ticker.sleep(PERIOD);
      }
    } catch (InterruptedException e) {
      // Closed, because the daemon stops.
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the thread, and writes the last reading.
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    check();
    synchronized (this) {
      last.ifPresent(this::saveUnlessInDoubt);
    }
  }
}
