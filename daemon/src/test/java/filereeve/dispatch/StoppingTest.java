package filereeve.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RunKey;
import filereeve.event.Work;
import filereeve.route.Claims;
import filereeve.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What the end of the program does to threads and runs.
class StoppingTest extends OneDispatcher {
  private static final Duration NEVER = Duration.ofHours(1);

  @Test
  void idleThreadsEndAtOnce() throws InterruptedException {
    run(FILE, _ -> new Outcome.Done());

    assertThat(dispatcher.stop(NEVER)).isTrue();
    assertThat(dispatcher.isAlive()).isFalse();
  }

  @Test
  void aRunThatEndsInHalfOfTheTimeIsNotInterrupted() throws InterruptedException {
    var begun = new CountDownLatch(1);
    body =
        Optional.of(
            _ -> {
              begun.countDown();
              boolean _ = new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
              return new Outcome.Done();
            });
    source.put(FILE);
    begun.await();

    assertThat(dispatcher.stop(NEVER)).isTrue();
    assertThat(outcomes).containsExactly(new Outcome.Done());
  }

  @Test
  void aLongRunIsInterruptedWhenHalfOfTheTimeIsOver() throws InterruptedException {
    var begun = new CountDownLatch(1);
    body =
        Optional.of(
            _ -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return new Outcome.Done();
            });
    source.put(FILE);
    begun.await();
    long start = System.nanoTime();

    assertThat(dispatcher.stop(Duration.ofSeconds(2))).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofSeconds(1), Duration.ofMillis(2_500));
  }

  /// Its key is free again, and whoever listens learns what became of it.
  @Test
  void workThatWasTakenTooLateDoesNotBegin() throws InterruptedException {
    var taking = new CountDownLatch(1);
    var late = new LateSource(taking);
    List<Outcome> ended = new CopyOnWriteArrayList<>();
    var stopped =
        new Dispatcher(
            new Dispatcher.Parts(
                Map.of(Lane.ROTATE, 1),
                late,
                _ -> {
                  Assignment runs =
                      new Assignment(
                          handler(_ -> new Outcome.Done()),
                          Claims.NONE,
                          timeout,
                          new RetryPolicy(1, Duration.ZERO, Duration.ZERO));
                  return Optional.of(runs);
                },
                (_, outcome, _) -> ended.add(outcome),
                _ -> {},
                log,
                clock,
                Ticker.SYSTEM,
                () -> 1.0));
    stopped.start();
    taking.await();

    assertThat(stopped.stop(NEVER)).isTrue();
    assertThat(runs).isEmpty();
    assertThat(ended).containsExactly(new Outcome.Skipped("the daemon is stopping"));
    assertThat(late.finished).containsExactly(FILE);
  }

  /// Gives its work when its thread is asked to stop.
  private static final class LateSource implements WorkSource {
    private final CountDownLatch taking;
    private final List<RunKey> finished = new CopyOnWriteArrayList<>();

    LateSource(CountDownLatch taking) {
      this.taking = taking;
    }

    @Override
    public Optional<Work> take(Lane lane, int perRule) {
      taking.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException _) {
        return Optional.of(new Work(FILE, Set.of(Cause.CHANGE)));
      }
      return Optional.empty();
    }

    @Override
    public void later(RunKey key, Cause cause, Duration delay, boolean hold) {
      throw new AssertionError(key);
    }

    @Override
    public void finished(RunKey key) {
      finished.add(key);
    }
  }
}
