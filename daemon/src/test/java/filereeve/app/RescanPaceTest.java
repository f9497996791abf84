package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.RuleName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RescanPaceTest {
  private static final RuleName ONE = new RuleName("rotate", "one");
  private static final RuleName OTHER = new RuleName("rotate", "other");

  private final AtomicLong nanos = new AtomicLong();
  private final RescanPace pace = new RescanPace(nanos::get);

  @Test
  void aLookIsFollowedByAPauseOfTwiceItsTime() {
    run(Duration.ofSeconds(4));

    assertThat(pace.ask(ONE)).contains(Duration.ofSeconds(8));
    assertThat(pace.ask(OTHER)).contains(Duration.ZERO);
    pass(Duration.ofSeconds(9));
    assertThat(pace.ask(ONE)).contains(Duration.ZERO);
  }

  @Test
  void whatIsAskedForDuringALookWaitsForThePauseAfterIt() {
    pace.began(ONE);
    pass(Duration.ofSeconds(1));
    assertThat(pace.ask(ONE)).isEmpty();
    assertThat(pace.ask(ONE)).isEmpty();
    assertThat(pace.ask(OTHER)).contains(Duration.ZERO);
    pass(Duration.ofSeconds(3));

    assertThat(pace.ended(ONE)).contains(Duration.ofSeconds(8));
    assertThat(run(Duration.ofSeconds(1))).as("asked for once").isEmpty();
  }

  @Test
  void thePauseIsHalfAMinuteAtMost() {
    run(Duration.ofHours(1));

    assertThat(pace.ask(ONE)).contains(Duration.ofSeconds(30));
  }

  private Optional<Duration> run(Duration took) {
    pace.began(ONE);
    pass(took);
    return pace.ended(ONE);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
