package filereeve.app;

import filereeve.event.RuleName;
import java.util.Set;
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
}
