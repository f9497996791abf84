package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Work;
import filereeve.testing.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LastRunsTest {
  private static final RuleName RULE = new RuleName("rotate", "app");
  private static final Set<Cause> CAUSES = Set.of(Cause.CHANGE);
  private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");

  private final LastRuns runs = new LastRuns();

  /// @param second in which it ends
  private LastRuns.Last end(int second, Outcome outcome, boolean fails) {
    var last = new LastRuns.Last(at(second), "1-" + second, outcome, Duration.ZERO, CAUSES);
    runs.ended(new Work(new RunKey(RULE, new Subject.Whole()), CAUSES), last, fails);
    return last;
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  @Test
  void aRunThatHadNothingToDoIsNotTheLast() {
    LastRuns.Last done = end(1, new Outcome.Done(), false);
    end(2, new Outcome.Skipped("it is not due"), false);
    end(3, new Outcome.Deferred(Duration.ofSeconds(1), "it is open"), false);

    assertThat(runs.of(RULE))
        .isEqualTo(new LastRuns.Of(Optional.of(done), Optional.of(at(1)), Optional.empty()));
  }

  @Test
  void itFailsSinceItsFirstFailureUntilItSucceeds() {
    end(1, new Outcome.Done(), false);
    end(2, new Outcome.Retry("cannot"), true);
    LastRuns.Last failed = end(3, new Outcome.Failed("cannot"), true);
    assertThat(runs.of(RULE))
        .isEqualTo(new LastRuns.Of(Optional.of(failed), Optional.of(at(1)), Optional.of(at(2))));

    LastRuns.Last done = end(4, new Outcome.Done(), false);
    assertThat(runs.of(RULE))
        .isEqualTo(new LastRuns.Of(Optional.of(done), Optional.of(at(4)), Optional.empty()));
  }

  @Test
  void itFailsAsLongAsAnyOfItsFilesDoes() {
    end(1, new Outcome.Failed("cannot"), true);
    LastRuns.Last ofAnotherFile = end(2, new Outcome.Done(), true);
    assertThat(runs.of(RULE))
        .isEqualTo(
            new LastRuns.Of(Optional.of(ofAnotherFile), Optional.of(at(2)), Optional.of(at(1))));

    end(3, new Outcome.Skipped("it is there no more"), false);
    assertThat(runs.of(RULE).failingSince()).isEmpty();
  }

  @Test
  void nothingIsKeptOfARuleThatIsGone() {
    assertThat(runs.of(RULE)).isEqualTo(LastRuns.Of.NONE);
    end(1, new Outcome.Done(), false);
    runs.keep(Set.of(RULE));
    assertThat(runs.of(RULE).last()).isPresent();
    runs.keep(Set.of());
    assertThat(Held.by(runs)).isEmpty();
    end(1, new Outcome.Done(), false);
    runs.forget(RULE);
    assertThat(Held.by(runs)).isEmpty();
  }
}
