package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.telemetry.Event;
import filereeve.testing.Held;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// An engine at rest holds as much as it held before its work, however much that was.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class EngineMemoryTest extends OneEngine {
  private static final String APP = VirtualEngine.rotate("app");

  private void expectLines() {
    log.expect(Event.RETRY, Event.FAILED, Event.REPEATED, Event.RECOVERED);
  }

  /// With files: fails at first, hangs at second, and then is done.
  private Outcome laborious(Run run) throws InterruptedException {
    if (run.key().subject() instanceof Subject.Whole) {
      return new Outcome.Done();
    }
    switch (run.attempt()) {
      case 1 -> {
        return new Outcome.Retry("it is busy");
      }
      case 2 -> engine.time.sleep(Duration.ofHours(1));
      default -> {}
    }
    return new Outcome.Done();
  }

  private Outcome fails(Run run) throws InterruptedException {
    engine.time.sleep(Duration.ofMinutes(1));
    return new Outcome.Failed("it is broken");
  }

  private void offer(String rule, String file) {
    engine.offer(rule, new Subject.File(directory.resolve(file)), Cause.CHANGE);
  }

  @Test
  void filesThatWereHandledAreForgotten() throws Exception {
    expectLines();
    engine.does("rotate.app", this::laborious);
    engine.start(APP);
    handleFiles(0);
    var before = Held.by(engine.engine());
    assertThat(before).as("it is searched").containsKey("RuleSet.rules");

    for (int round = 1; round < 4; round++) {
      handleFiles(round);
    }

    assertThat(Held.by(engine.engine())).isEqualTo(before);
  }

  private void handleFiles(int round) {
    for (int i = 0; i < 30; i++) {
      offer("rotate.app", "%d-%d.log".formatted(round, i));
    }
    engine.time.pass(Duration.ofHours(6));
  }

  @Test
  void rulesThatWereRemovedAreForgotten() throws Exception {
    expectLines();
    engine.does("rotate.app", this::laborious);
    engine.start(APP);
    putInForceForAnHour("other");
    var before = Held.by(engine.engine());

    for (int round = 1; round < 4; round++) {
      putInForceForAnHour("other" + round);
    }

    assertThat(Held.by(engine.engine())).isEqualTo(before);
  }

  private void putInForceForAnHour(String name) throws Exception {
    String rule = "rotate." + name;
    engine.does(rule, this::laborious);
    engine.replace(
        APP
            + VirtualEngine.rotate(name)
                .replace("rotate:\n", "")
                .replace("}}", "}, schedule: {every: 10m}}"));
    offer(rule, "a.log");
    engine.time.pass(Duration.ofMinutes(50));
    engine.does(rule, _ -> new Outcome.Failed("it is broken"));
    offer(rule, "b.log");
    engine.time.pass(Duration.ofMinutes(10));
    engine.does(rule, this::fails);
    engine.offer(rule, new Subject.Whole(), Cause.OPERATOR);
    engine.time.pass(Duration.ofSeconds(10));
    engine.replace(APP);
    engine.time.pass(Duration.ofHours(6).minusSeconds(10));
    assertThat(engine.engine().results().failing()).as("a run that outlived its rule").isEmpty();
  }
}
