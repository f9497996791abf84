package filereeve.clock;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.Durability;
import filereeve.testing.RecordingLog;
import filereeve.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class HostClockTest {
  @RegisterExtension final RecordingLog log = new RecordingLog();
  @TempDir Path directory;
  private final Host host = new Host();
  private final List<String> jumps = new ArrayList<>();

  /// A host whose clock can be set.
  private static final class Host implements Clocks {
    private Instant time = Instant.parse("2026-11-21T12:00:00Z");
    private Duration uptime = Duration.ofHours(1);
    private String boot = "first";
    private boolean isSynchronized;

    void passes(Duration span) {
      time = time.plus(span);
      uptime = uptime.plus(span);
    }

    void set(Duration by) {
      time = time.plus(by);
    }

    void reboot(Duration off) {
      time = time.plus(off);
      uptime = Duration.ofSeconds(5);
      boot = "second";
    }

    @Override
    public ClockReading read() {
      return new ClockReading(time, uptime, boot);
    }

    @Override
    public boolean isSynchronized() {
      return isSynchronized;
    }
  }

  private HostClock daemon() {
    var record = new ClockRecord(Durability.of(new LinuxPosix()), directory);
    var clock =
        new HostClock(host, record, Ticker.SYSTEM, (from, to) -> jumps.add(from + " " + to), log);
    clock.begin();
    clock.check(); // as its thread does first
    return clock;
  }

  @Test
  void aClockThatRunsEvenlyIsTrusted() {
    HostClock clock = daemon();
    assertThat(clock.isTrusted()).isTrue();
    host.passes(Duration.ofDays(100));
    assertThat(clock.isTrusted()).isTrue();
    host.set(Duration.ofSeconds(50)); // what a time server corrects
    assertThat(clock.isTrusted()).isTrue();
    assertThat(jumps).isEmpty();
  }

  @Test
  void aClockThatWasSetIsNotTrustedForAnHour() {
    log.expect(Event.CLOCK_JUMPED);
    HostClock clock = daemon();
    host.passes(Duration.ofMinutes(1));
    host.set(Duration.ofDays(400));
    assertThat(clock.isTrusted()).isFalse();
    host.passes(Duration.ofMinutes(59));
    assertThat(clock.isTrusted()).isFalse();
    host.passes(Duration.ofMinutes(1));
    assertThat(clock.isTrusted()).isTrue();
    assertThat(jumps).containsExactly("2026-11-21T12:01:00Z 2027-12-26T12:01:00Z");
    assertThat(log.lines(Event.CLOCK_JUMPED)).hasSize(1);
    assertThat(log.lines(Event.CLOCK_JUMPED).getFirst().value("why").orElseThrow())
        .contains("ahead by 400d")
        .contains("If it is wrong, set it: no archive is removed for its age until");
  }

  @Test
  void eachTimeThatItIsSetBeginsTheHourAnew() {
    log.expect(Event.CLOCK_JUMPED);
    HostClock clock = daemon();
    host.set(Duration.ofDays(400));
    clock.check();
    host.passes(Duration.ofMinutes(30));
    host.set(Duration.ofDays(-400));
    clock.check();
    host.passes(Duration.ofMinutes(40));
    assertThat(clock.isTrusted()).isFalse();
    assertThat(log.lines(Event.CLOCK_JUMPED)).hasSize(2);
  }

  @Test
  void aClockThatWasSetWhileTheDaemonDidNotRunIsNoticed() {
    log.expect(Event.CLOCK_JUMPED);
    daemon().close();
    host.passes(Duration.ofDays(3));
    assertThat(daemon().isTrusted()).isTrue();
    host.set(Duration.ofHours(2));
    assertThat(daemon().isTrusted()).isFalse();
  }

  @Test
  void aRestartDoesNotEndTheHour() {
    log.expect(Event.CLOCK_JUMPED);
    HostClock clock = daemon();
    host.set(Duration.ofDays(400));
    clock.check();
    host.passes(Duration.ofMinutes(30));
    clock.close();
    HostClock next = daemon();
    assertThat(next.isTrusted()).isFalse();
    host.passes(Duration.ofHours(1));
    assertThat(next.isTrusted()).isTrue();
    next.close();
    assertThat(daemon().isTrusted()).as("it has been seen long enough").isTrue();
  }

  @Test
  void afterABootTheTimeBeforeTheRecordIsWrong() {
    log.expect(Event.CLOCK_JUMPED);
    daemon().close();
    host.reboot(Duration.ofDays(-365));
    assertThat(daemon().isTrusted()).isFalse();
  }

  /// A record is written every ten minutes.
  @Test
  void afterABootTheTimeBeforeTheLastEndIsWrong() {
    log.expect(Event.CLOCK_JUMPED);
    HostClock clock = daemon();
    host.passes(Duration.ofMinutes(9));
    clock.close();
    host.reboot(Duration.ofMinutes(-5));
    assertThat(daemon().isTrusted()).isFalse();
  }

  @Test
  void afterABootLongAgoTheClockIsTrustedOnceItIsSynchronizedOrAnHourHasPassed() {
    log.expect(Event.CLOCK_JUMPED);
    daemon().close();
    host.reboot(Duration.ofDays(4000));
    HostClock clock = daemon();
    assertThat(clock.isTrusted()).isFalse();
    host.isSynchronized = true;
    assertThat(clock.isTrusted()).isTrue();
  }

  /// The kernel still says that it is synchronized by what it heard before.
  @Test
  void aClockThatIsSetAfterThatIsNotTrustedForAnHourEvenIfItIsSynchronized() {
    log.expect(Event.CLOCK_JUMPED);
    daemon().close();
    host.reboot(Duration.ofDays(4000));
    HostClock clock = daemon();
    host.isSynchronized = true;
    assertThat(clock.isTrusted()).isTrue();
    host.set(Duration.ofDays(400));
    assertThat(clock.isTrusted()).isFalse();
    host.passes(Duration.ofMinutes(59));
    assertThat(clock.isTrusted()).isFalse();
  }

  @Test
  void afterAShortRebootNothingIsInDoubt() {
    daemon().close();
    host.reboot(Duration.ofMinutes(2));
    assertThat(daemon().isTrusted()).isTrue();
  }

  @Test
  void aDamagedRecordIsReportedAndReplaced() throws IOException {
    log.expect(Event.STATE_ERROR);
    for (String damage : List.of("", "x", "-1000000000-01-01T00:00:00Z PT1S b", "\0\0\0")) {
      Files.writeString(directory.resolve("clock"), damage);
      HostClock clock = daemon();
      assertThat(clock.isTrusted()).as("nobody knows whether it was set").isFalse();
      host.passes(Duration.ofHours(1));
      assertThat(clock.isTrusted()).as(damage).isTrue();
    }
    assertThat(log.lines(Event.STATE_ERROR)).hasSize(4);
    assertThat(directory.resolve("clock"))
        .content()
        .startsWith("2026-11-21T16:00:00Z PT5H first crc32=");
  }

  @Test
  void theKernelsClocksAgree() throws IOException {
    var clocks = new KernelClocks(new LinuxPosix(), Instant::now);
    ClockReading one = clocks.read();
    ClockReading other = clocks.read();
    assertThat(other.uptime()).isGreaterThanOrEqualTo(one.uptime());
    assertThat(Duration.between(one.at(other.uptime()), other.time()).abs())
        .isLessThan(Duration.ofMinutes(1));
    assertThat(one.boot()).isEqualTo(other.boot()).isNotBlank();
  }
}
