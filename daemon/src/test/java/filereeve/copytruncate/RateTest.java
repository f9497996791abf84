package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.testing.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTest {
  /// @param to the size of a log of 1000 bytes, by its last read
  /// @param read when that was, in microseconds of the copy
  /// @param now when the log was emptied
  @ParameterizedTest(name = "to {0} at {1} µs, emptied at {2} µs: {3}")
  @CsvSource({
    "2000, 900, 1000, 100",
    "2000, 990, 1000, 10",
    "2000, 1990, 2000, 5",
    "3000, 990, 1000, 20",
    "1001, 990, 1000, 1",
    "2000, 1000, 1000, 0",
    "1000, 900, 1000, 0",
    "500, 900, 1000, 0",
    "2000, 0, 0, 0",
  })
  void theLogIsTakenToGrowAsFastAsWhileItWasCopied(long to, long read, long now, long lost) {
    var time = new VirtualTime("2026-11-21T00:00:00Z");
    time.pass(Duration.ofHours(1));
    long began = time.nanos();
    var rate = new Rate(1000, time);
    time.pass(micros(now));

    assertThat(rate.couldBeLost(to, began + micros(read).toNanos())).isEqualTo(lost);
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1000);
  }
}
