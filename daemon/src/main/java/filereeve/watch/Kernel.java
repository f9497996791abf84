package filereeve.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/// What the watch asks of the kernel, and how often.
///
/// @param directories opens the source of events, and reopens it after a failure
/// @param asleep how many nanoseconds the host has slept, plus an arbitrary constant
/// @param firstPause before a failed source is opened again; it doubles until it works
/// @param pollEvery how often what the kernel does not report is polled
record Kernel(
    DirectoryEvents.Opening directories,
    Mounts.Opening mounts,
    LongSupplier asleep,
    Duration firstPause,
    Duration pollEvery) {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration POLL_EVERY = Duration.ofSeconds(30);

  static Kernel of(DirectoryEvents.Opening directories) {
    return new Kernel(
        directories, Mounts::ofThisProcess, Kernel::nanosAsleep, FIRST_PAUSE, POLL_EVERY);
  }

  Kernel pausing(Duration pause) {
    return new Kernel(directories, mounts, asleep, pause, pollEvery);
  }

  Kernel polling(Duration every) {
    return new Kernel(directories, mounts, asleep, firstPause, every);
  }

  Kernel sleeping(LongSupplier slept) {
    return new Kernel(directories, mounts, slept, firstPause, pollEvery);
  }

  /// Java's clock stops while the host sleeps; `/proc/uptime` (proc(5)) does not.
  private static long nanosAsleep() {
    try {
      String uptime = Files.readAllLines(Path.of("/proc/uptime")).getFirst();
      double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
      return (long) (seconds * 1e9) - System.nanoTime();
    } catch (IOException | RuntimeException _) {
      return Long.MIN_VALUE; // unknown: taken for no sleep
    }
  }
}
