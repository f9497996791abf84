package filereeve.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private final RetryPolicy policy =
      new RetryPolicy(99, Duration.ofSeconds(1), Duration.ofMinutes(5));

  @ParameterizedTest
  @CsvSource({
    "1, 0, PT0.5S",
    "1, 1, PT1S",
    "2, 1, PT2S",
    "3, 0.5, PT3S",
    "9, 1, PT4M16S",
    "10, 1, PT5M",
    "1000000, 1, PT5M",
    "50, 0, PT2M30S"
  })
  void waitsTwiceAsLongEachTime(int attempt, double random, Duration wait) {
    assertThat(policy.waitAfter(attempt, random)).isEqualTo(wait);
  }

  @ParameterizedTest
  @CsvSource({"-1, false", "0, false", "1, true", "2, true"})
  void thereIsAtLeastOneAttempt(int attempts, boolean allowed) {
    var made = assertThatCode(() -> new RetryPolicy(attempts, Duration.ZERO, Duration.ZERO));
    if (allowed) {
      made.doesNotThrowAnyException();
    } else {
      made.hasMessage("attempts must be at least 1, not " + attempts);
    }
  }
}
