package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.Subject;
import filereeve.telemetry.Event;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is known about rules that are removed, and the order of mails.
class EngineReloadTest extends OneEngine {
  @Test
  void aRuleThatFailedAndIsRemovedIsNoLongerFailing() throws Exception {
    log.expect(Event.FAILED);
    engine.does("rotate.other", _ -> new Outcome.Failed("it is broken"));
    engine.start(VirtualEngine.rotate("app", "other"));
    engine.time.pass(Duration.ofMinutes(1));
    assertThat(engine.engine().results().failing())
        .containsExactly(new RuleName("rotate", "other"));

    engine.replace(VirtualEngine.rotate("app"));
    assertThat(engine.engine().results().failing()).isEmpty();
  }

  /// Two at once would arrive in any order.
  @Test
  void oneMailIsSentAfterTheOther() throws Exception {
    engine.start(VirtualEngine.rotate("a", "b", "c"));
    engine.time.pass(Duration.ofSeconds(1));
    for (String rule : new String[] {"rotate.a", "rotate.b", "rotate.c"}) {
      engine.does(rule, _ -> sends());
      engine.offer(rule, new Subject.Part("mail", Optional.empty()), Cause.FOLLOW_UP);
    }
    engine.time.pass(Duration.ofSeconds(10));

    assertThat(engine.starts("rotate.a").getLast()).isEqualTo(Duration.ofSeconds(1));
    assertThat(engine.starts("rotate.b").getLast()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(engine.starts("rotate.c").getLast()).isEqualTo(Duration.ofSeconds(2));
  }

  private Outcome sends() throws InterruptedException {
    engine.time.sleep(Duration.ofMillis(500));
    return new Outcome.Done();
  }
}
