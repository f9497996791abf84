package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.RuleName;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RescanPaceTest {
  private static final RuleName ONE = new RuleName("rotate", "one");
  private static final RuleName OTHER = new RuleName("rotate", "other");

  private final AtomicLong nanos = new AtomicLong();
  private final RescanPace pace = new RescanPace(nanos::get);

  @Test
  void aLookIsFollowedByAPauseOfTwiceItsTime() {
    pace.ended(ONE, Duration.ofSeconds(4));

    assertThat(pace.pause(ONE)).isEqualTo(Duration.ofSeconds(8));
    assertThat(pace.pause(OTHER)).isZero();
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(pace.pause(ONE)).isZero();
  }

  @Test
  void thePauseIsHalfAMinuteAtMost() {
    pace.ended(ONE, Duration.ofHours(1));

    assertThat(pace.pause(ONE)).isEqualTo(Duration.ofSeconds(30));
  }
}
