package filereeve.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.dispatch.Execution.Interrupted;
import filereeve.event.RuleName;
import filereeve.event.RunId;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import filereeve.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// When a run counts as slow, is interrupted, and is given up; in seconds.
class ExecutionTest {
  private static final RuleName RULE = new RuleName("rotate", "app");
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(5);

  @RegisterExtension private final RecordingLog log = new RecordingLog();
  private long now = 1_000;

  @Test
  void aRunIsSlowAfterThePatienceAndInterruptedAfterTheTimeoutWithoutProgress() {
    Execution run = execution(Lane.ROTATE);
    assertThat(due(run)).isEqualTo(1_001);

    now = 1_001;
    run.progress();
    assertThat(due(run)).isEqualTo(1_002);

    now = 1_002;
    assertThat(run.becomesSlow()).isTrue();
    assertThat(due(run)).isEqualTo(1_301);
    assertThat(run.becomesSlow()).as("again").isFalse();

    run.progress();
    assertThat(due(run)).isEqualTo(1_302);
    now = 1_302;
    assertThat(run.becomesSlow()).isFalse();
  }

  @Test
  void aRunThatReachesItsTimeoutDoesNotBecomeSlow() {
    Execution run = execution(Lane.ROTATE);
    now = 1_299;
    assertThat(execution(Lane.ROTATE).becomesSlow()).isTrue();

    now = 1_300;
    assertThat(run.becomesSlow()).isFalse();
  }

  @Test
  void progressOfACompressionDoesNotRenewThePatience() {
    Execution run = execution(Lane.COMPRESS);
    now = 1_010;
    run.progress();
    assertThat(due(run)).isEqualTo(1_001);

    assertThat(run.becomesSlow()).isTrue();
    run.restartPatience();
    assertThat(due(run)).isEqualTo(1_011);
  }

  @Test
  void anInterruptedRunIsGivenUpAfterTheGraceOfTheFirstInterrupt() {
    Execution run = execution(Lane.ROTATE);
    now = 1_100;
    run.interrupt(Interrupted.TIMEOUT);
    now = 1_103;
    run.interrupt(Interrupted.STOP);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(run.interrupted()).isEqualTo(Interrupted.TIMEOUT);
    assertThat(due(run)).isEqualTo(1_105);
  }

  @Test
  void anInterruptThatComesTooLateDoesNotReachTheNextRunOfTheThread() {
    Execution run = execution(Lane.ROTATE);
    run.interrupt(Interrupted.STOP);
    run.end();
    assertThat(Thread.interrupted()).isFalse();

    run.interrupt(Interrupted.TIMEOUT);
    assertThat(Thread.interrupted()).as("after its end").isFalse();
    assertThat(run.interrupted()).isEqualTo(Interrupted.STOP);
  }

  private static long due(Execution run) {
    return Duration.ofNanos(run.due(PATIENCE, GRACE)).toSeconds();
  }

  private Execution execution(Lane lane) {
    var dispatcher =
        new Dispatcher(
            new Dispatcher.Parts(
                Map.of(),
                new TestSource(lane),
                _ -> Optional.empty(),
                (_, _, _) -> {},
                _ -> {},
                log,
                new TestClock("2026-11-21T00:00:00Z"),
                Ticker.SYSTEM,
                () -> 0.5));
    return new Execution(
        new RunId.Sequence(Instant.EPOCH).next(RULE),
        new RunKey(RULE, new Subject.Whole()),
        new Worker(lane, "test", dispatcher),
        TIMEOUT,
        () -> Duration.ofSeconds(now).toNanos());
  }
}
