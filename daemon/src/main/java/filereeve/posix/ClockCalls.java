package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// Asks the kernel about its clocks.
interface ClockCalls extends LinuxCalls {
  @Override
  default Duration uptime() throws IOException {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment time = scratch.allocate(16, 8);
      libc()
          .call(
              "clock_gettime",
              "the time since the boot",
              e -> Libc.clockGettime.call(e, Uapi.CLOCK_BOOTTIME, time));
      return Duration.ofSeconds(time.get(JAVA_LONG, 0), time.get(JAVA_LONG, 8));
    }
  }

  /// A sandbox may refuse the call although it changes nothing.
  @Override
  default boolean isClockSynchronized() {
    try (Scratch scratch = Scratch.open()) {
      MemorySegment nothingToSet = scratch.allocate(Uapi.TIMEX_SIZE, 8).fill((byte) 0);
      libc().call("adjtimex", "the clock", e -> Libc.adjtimex.call(e, nothingToSet));
      return (nothingToSet.get(JAVA_INT, Uapi.TIMEX_STATUS) & Uapi.STA_UNSYNC) == 0;
    } catch (PosixException _) {
      return false;
    }
  }
}
