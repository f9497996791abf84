package filereeve.clock;

import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// The clocks of the host.
///
/// @param clock the one that can be set
record KernelClocks(Posix posix, InstantSource clock) implements Clocks {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  @Override
  public ClockReading read() throws IOException {
    // Not by `readString`: files of /proc have no size, and it gets one byte of them.
    return new ClockReading(
        clock.instant(), posix.uptime(), Files.readAllLines(BOOT).getFirst().strip());
  }

  @Override
  public boolean isSynchronized() {
    return posix.isClockSynchronized();
  }
}
