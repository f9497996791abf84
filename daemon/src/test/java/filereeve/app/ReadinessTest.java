package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.RuleName;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static final RuleName KEPT = new RuleName("rotate", "kept");
  private static final RuleName GONE = new RuleName("reload", "gone");

  private final Readiness readiness = new Readiness();

  @Test
  void isReachedWhenEveryRuleHasLooked() throws Exception {
    readiness.expect(Set.of(KEPT, GONE));
    readiness.ended(GONE);
    readiness.ended(KEPT);

    readiness.await();
  }

  @Test
  void doesNotWaitForARuleThatAReloadDuringTheStartTakesAway() throws Exception {
    readiness.expect(Set.of(KEPT, GONE));
    readiness.ended(KEPT);
    readiness.expectOnly(Set.of(KEPT));

    readiness.await();
  }

  @Test
  void isNotReachedBeforeTheLastRuleHasLooked() throws Exception {
    readiness.expect(Set.of(KEPT, GONE));
    readiness.ended(GONE);
    readiness.ended(GONE);
    readiness.expectOnly(Set.of(KEPT, GONE));
    var waiting =
        new FutureTask<>(
            () -> {
              readiness.await();
              return true;
            });
    Thread thread = Thread.ofPlatform().start(waiting);
    while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(waiting.isDone()).isFalse();

    readiness.ended(KEPT);
    assertThat(waiting.get()).isTrue();
  }
}
