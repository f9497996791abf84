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
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunWaitsTest {
  private static final RunKey KEY = new RunKey(new RuleName("rotate", "app"), new Subject.Whole());
  private static final RunKey OTHER =
      new RunKey(new RuleName("rotate", "other"), new Subject.Whole());
  private static final RunWaits.Ended DONE = new RunWaits.Ended("1-1", new Outcome.Done());
  private static final RunWaits.Ended DEFERRED =
      new RunWaits.Ended("1-2", new Outcome.Deferred(Duration.ofSeconds(1), "it is open"));
  private static final Duration NOW = Duration.ZERO;

  private final AtomicLong nanos = new AtomicLong();
  private final RunWaits waits = new RunWaits(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void ended(RunKey key, Cause cause, RunWaits.Ended how, Duration took) {
    waits.ended(new Work(key, Set.of(cause, Cause.CHANGE)), how, took);
  }

  @Test
  void aRunThatBeginsLaterIsTheOneWaitedFor() throws InterruptedException {
    try (RunWaits.Wait wait = waits.begin(KEY)) {
      pass(Duration.ofSeconds(5));
      ended(OTHER, Cause.OPERATOR, DONE, Duration.ofSeconds(1));
      assertThat(wait.await(NOW)).isEmpty();

      ended(KEY, Cause.OPERATOR, DONE, Duration.ofSeconds(5));

      assertThat(wait.await(NOW)).contains(DONE);
    }
  }

  @Test
  void aRunThatHadBegunBeforeDoesNotCount() throws InterruptedException {
    pass(Duration.ofSeconds(10));
    try (RunWaits.Wait wait = waits.begin(KEY)) {
      pass(Duration.ofSeconds(1));
      ended(KEY, Cause.OPERATOR, DONE, Duration.ofSeconds(2));

      assertThat(wait.await(NOW)).isEmpty();
    }
  }

  @Test
  void aRunThatIsDeferredIsWaitedForFurther() throws InterruptedException {
    try (RunWaits.Wait wait = waits.begin(KEY)) {
      ended(KEY, Cause.OPERATOR, DEFERRED, Duration.ZERO);
      assertThat(wait.await(NOW)).as("at the end of the time").contains(DEFERRED);

      ended(KEY, Cause.OPERATOR, DONE, Duration.ZERO);

      assertThat(wait.await(NOW)).contains(DONE);
    }
  }

  @Test
  void aRunThatNobodyHasAskedForDoesNotCountUnlessItFollowsOneThatWasDeferred()
      throws InterruptedException {
    try (RunWaits.Wait wait = waits.begin(KEY)) {
      ended(KEY, Cause.START, DONE, Duration.ZERO);
      assertThat(wait.await(NOW)).isEmpty();

      ended(KEY, Cause.OPERATOR, DEFERRED, Duration.ZERO);
      ended(KEY, Cause.RETRY, DONE, Duration.ZERO);
      assertThat(wait.await(NOW)).contains(DONE);
    }
  }

  @Test
  void ofARuleThatIsRemovedNoRunComes() throws InterruptedException {
    try (RunWaits.Wait wait = waits.begin(KEY);
        RunWaits.Wait other = waits.begin(OTHER)) {
      waits.keep(Set.of(OTHER.rule()));

      assertThat(wait.await(NOW)).get().extracting(RunWaits.Ended::run).isEqualTo("");
      assertThat(other.await(NOW)).isEmpty();
    }
  }

  @Test
  void whoWaitsNoLongerIsForgotten() throws InterruptedException {
    RunWaits.Wait first = waits.begin(KEY);
    try (RunWaits.Wait second = waits.begin(KEY)) {
      first.close();
      ended(KEY, Cause.OPERATOR, DONE, Duration.ZERO);

      assertThat(first.await(NOW)).isEmpty();
      assertThat(second.await(NOW)).contains(DONE);
    }
    assertThat(Held.by(waits)).isEmpty();
  }
}
