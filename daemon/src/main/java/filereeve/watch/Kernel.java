package filereeve.watch;

import filereeve.posix.Posix;
import filereeve.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// What the watch asks of the kernel, and how often.
///
/// @param directories opens the source of events, and reopens it after a failure
/// @param asleep how many nanoseconds the host has slept, plus an arbitrary constant
/// @param ticker measures the waits
/// @param firstPause before a failed source is opened again; it doubles until it works
/// @param pollEvery how often what the kernel does not report is polled
/// @param silent which filesystems do not answer
record Kernel(
    DirectoryEvents.Opening directories,
    Mounts.Opening mounts,
    LongSupplier asleep,
    Ticker ticker,
    Duration firstPause,
    Duration pollEvery,
    SilentMounts silent) {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration POLL_EVERY = Duration.ofSeconds(30);

  static Kernel of(DirectoryEvents.Opening directories, Posix posix, Ticker ticker) {
    return new Kernel(
        directories,
        () -> Mounts.ofThisProcess(posix),
        () -> nanosAsleep(posix, ticker),
        ticker,
        FIRST_PAUSE,
        POLL_EVERY,
        SilentMounts.ofThisHost());
  }

  Kernel pausing(Duration pause) {
    return new Kernel(directories, mounts, asleep, ticker, pause, pollEvery, silent);
  }

  Kernel polling(Duration every) {
    return new Kernel(directories, mounts, asleep, ticker, firstPause, every, silent);
  }

  Kernel sleeping(LongSupplier slept) {
    return new Kernel(directories, mounts, slept, ticker, firstPause, pollEvery, silent);
  }

  Kernel mounted(Mounts.Opening table, SilentMounts asking) {
    return new Kernel(directories, table, asleep, ticker, firstPause, pollEvery, asking);
  }

  /// Reads what is mounted, and asks which of it answers.
  MountTable table(Mounts mounted) throws IOException {
    MountTable table = mounted.table();
    silent.ask(table);
    return table;
  }

  /// Java's clock stops while the host sleeps; the uptime does not.
  private static long nanosAsleep(Posix posix, Ticker ticker) {
    try {
      return posix.uptime().toNanos() - ticker.nanos();
    } catch (IOException _) {
      return Long.MIN_VALUE; // unknown: taken for no sleep
    }
  }
}
