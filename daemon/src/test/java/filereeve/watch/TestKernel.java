package filereeve.watch;

import filereeve.posix.LinuxPosix;
import filereeve.time.Ticker;

/// The real kernel in real time, but for the source of events.
final class TestKernel {
  private TestKernel() {}

  static Kernel of(DirectoryEvents.Opening directories) {
    return Kernel.of(directories, new LinuxPosix(), Ticker.SYSTEM);
  }
}
