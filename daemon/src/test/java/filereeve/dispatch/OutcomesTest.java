package filereeve.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Outcome;
import filereeve.telemetry.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What follows from the outcome of a run.
class OutcomesTest extends OneDispatcher {
  private static final Outcome FULL = new Outcome.Retry("full");

  @Test
  void theLastAttemptHasFailed() {
    for (int i = 0; i < 3; i++) {
      log.expect(Event.RETRY, Event.FAILED);
      run(FILE, _ -> FULL);
    }

    assertThat(outcomes).containsExactly(FULL, FULL, new Outcome.Failed("full"));
    assertThat(source.later).hasSize(2);
  }

  /// @param event of its line in the log
  record NoProof(Outcome outcome, Event event) {}

  static Stream<NoProof> noProofs() {
    return Stream.of(
        new NoProof(new Outcome.Skipped("why"), Event.SKIPPED),
        new NoProof(new Outcome.Refused("why"), Event.SKIPPED),
        new NoProof(new Outcome.Deferred(Duration.ofSeconds(1), "why"), Event.DEFERRED));
  }

  @ParameterizedTest
  @MethodSource("noProofs")
  void whatIsNoFailureAndNoProofOfTheContraryBeginsTheAttemptsAnew(NoProof which) {
    log.expect(Event.RETRY, Event.SKIPPED, Event.DEFERRED);
    run(FILE, _ -> FULL);
    run(FILE, _ -> which.outcome);
    run(FILE, _ -> FULL);

    assertThat(runs).extracting(Run::attempt).containsExactly(1, 2, 1);
    assertThat(log.lines(which.event))
        .singleElement()
        .satisfies(line -> assertThat(line.value("why")).contains("why"));
    assertThat(log.lines(Event.RECOVERED)).isEmpty();
  }

  @Test
  void theFailuresOfARuleThatIsGoneAreForgotten() throws InterruptedException {
    log.expect(Event.RETRY, Event.SKIPPED);
    run(FILE, _ -> FULL);
    body = Optional.empty();
    source.put(FILE);
    assertThat(source.finished.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    run(FILE, _ -> new Outcome.Done());

    assertThat(log.lines(Event.RECOVERED)).isEmpty();
  }

  @Test
  void anInterruptOfOneRunDoesNotReachTheNext() {
    run(
        FILE,
        _ -> {
          Thread.currentThread().interrupt();
          return new Outcome.Done();
        });
    run(WHOLE, _ -> new Outcome.Done());

    assertThat(outcomes).containsExactly(new Outcome.Done(), new Outcome.Done());
  }
}
