package filereeve.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.RuleName;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JitterTest {
  private static final RuleName RULE = new RuleName("rotate", "app");

  @Test
  void itIsAnythingFromNothingToTheMost() {
    Set<Long> delays =
        IntStream.range(0, 1_000)
            .mapToObj(host -> Jitter.of(RULE, "host" + host, Duration.ofMillis(3)).toMillis())
            .collect(Collectors.toSet());

    assertThat(delays).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
  }

  @Test
  void itIsTheSameEachTimeAndAnotherForAnotherHostOrRule() {
    Duration most = Duration.ofDays(1);
    Duration delay = Jitter.of(RULE, "host", most);

    assertThat(Jitter.of(RULE, "host", most)).isEqualTo(delay);
    assertThat(Jitter.of(RULE, "other", most)).isNotEqualTo(delay);
    assertThat(Jitter.of(new RuleName("rotate", "web"), "host", most)).isNotEqualTo(delay);
  }
}
