package filereeve.clock;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import filereeve.testing.RecordingLog;
import filereeve.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong with the clock or its record is logged once, and once more when it comes back.
class ClockTroubleTest {
  @RegisterExtension final RecordingLog log = new RecordingLog();
  @TempDir Path directory;
  private Instant time = Instant.parse("2026-11-21T12:00:00Z");
  private Duration uptime = Duration.ofHours(1);
  private boolean noClock;
  private boolean diskFull;
  private int refused;

  private final Clocks clocks =
      new Clocks() {
        @Override
        public ClockReading read() throws IOException {
          if (noClock) {
            throw new IOException("no clock");
          }
          return new ClockReading(time, uptime, "first");
        }

        @Override
        public boolean isSynchronized() {
          return true;
        }
      };

  private final Posix posix =
      BetweenCalls.of(
          new LinuxPosix(),
          (name, arguments, call) -> {
            if (diskFull && name.equals("write")) {
              refused++;
              throw new IOException("No space left on device");
            }
            return call.make();
          });

  private HostClock daemon() {
    var record = new ClockRecord(posix, directory);
    var clock = new HostClock(clocks, record, Ticker.SYSTEM, (_, _) -> {}, log);
    clock.begin();
    return clock;
  }

  /// Half an hour of checks, as production makes them.
  private void checks(HostClock clock) {
    for (int i = 0; i < 60; i++) {
      time = time.plusSeconds(30);
      uptime = uptime.plusSeconds(30);
      clock.check();
    }
  }

  @Test
  void aClockThatCannotBeReadIsLoggedAgainWhenThatComesBack() {
    log.expect(Event.DEGRADED);
    HostClock clock = daemon();
    for (int times = 1; times <= 3; times++) {
      noClock = true;
      checks(clock);
      assertThat(log.lines(Event.DEGRADED)).hasSize(times);
      noClock = false;
      checks(clock);
    }
    assertThat(log.lines(Event.DEGRADED)).hasSize(3);
  }

  @Test
  void aRecordThatCannotBeWrittenIsTriedEveryTenMinutesAndLoggedOnceUntilItIs() {
    log.expect(Event.STATE_ERROR);
    HostClock clock = daemon();
    for (int times = 1; times <= 3; times++) {
      refused = 0;
      diskFull = true;
      checks(clock);
      assertThat(refused).isEqualTo(3);
      assertThat(log.lines(Event.STATE_ERROR)).hasSize(times);
      diskFull = false;
      checks(clock);
    }
    assertThat(log.lines(Event.STATE_ERROR)).hasSize(3);
  }
}
