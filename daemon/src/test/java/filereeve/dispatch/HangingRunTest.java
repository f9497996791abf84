package filereeve.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Outcome;
import filereeve.telemetry.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A run that hangs is interrupted, or its thread replaced; one that takes long holds up neither
/// its lane nor the end of the program.
class HangingRunTest extends OneDispatcher {
  @Test
  void aRunWithoutProgressIsInterruptedAndTriedAgain() {
    log.expect(Event.RETRY);
    timeout = Duration.ofMillis(20);
    run(FILE, _ -> forever());

    assertThat(log.lines(Event.RETRY).getFirst().value("why").orElse(""))
        .contains("no progress for 20ms");
    assertThat(source.later).hasSize(1);
  }

  @Test
  void aRunThatMakesProgressIsLeftAlone() {
    timeout = Duration.ofSeconds(1);
    run(
        FILE,
        run -> {
          long end = System.nanoTime() + 1_500_000_000L;
          while (System.nanoTime() < end) {
            run.progress().run();
            if (Thread.currentThread().isInterrupted()) {
              return new Outcome.Failed("interrupted");
            }
          }
          return new Outcome.Done();
        });

    assertThat(outcomes).containsExactly(new Outcome.Done());
  }

  @Test
  void aThreadThatDoesNotReactIsReplaced() throws InterruptedException {
    log.expect(Event.FAILED, Event.RETRY);
    timeout = Duration.ofMillis(20);
    var release = new CountDownLatch(1);
    body = Optional.of(run -> run.key().equals(FILE) ? deaf(release) : new Outcome.Done());
    source.put(FILE);
    source.put(WHOLE);
    source.put(WHOLE);

    assertThat(source.finished.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
    assertThat(outcomes).containsExactly(new Outcome.Done(), new Outcome.Done());
    assertThat(log.lines(Event.FAILED).getFirst().value("why").orElse(""))
        .contains("did not react to an interrupt");
    assertThat(log.lines(Event.FAILED).getFirst().value("thread")).contains("filereeve-rotate-1");
    assertThat(log.lines(Event.FAILED).getFirst().value("run")).as("which run hangs").isPresent();
    release.countDown();
    assertThat(source.finished.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void runsThatWaitForTheirCommandsDoNotHoldUpTheLane() throws InterruptedException {
    var release = new CountDownLatch(1);
    body = Optional.of(run -> run.key().equals(FILE) ? waitFor(release) : new Outcome.Done());
    source.put(FILE);
    source.put(FILE);
    source.put(WHOLE);

    assertThat(source.finished.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    assertThat(outcomes).containsExactly(new Outcome.Done());
    release.countDown();
    assertThat(source.finished.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
    assertThat(outcomes).hasSize(3);
  }

  @Test
  void aLongCompressionDoesNotHoldUpItsLaneThoughItMakesProgress() throws InterruptedException {
    var release = new CountDownLatch(1);
    body =
        Optional.of(
            run -> run.key().equals(FILE) ? progressUntil(release, run) : new Outcome.Done());
    source.put(Lane.COMPRESS, FILE);
    source.put(Lane.COMPRESS, WHOLE);

    assertThat(source.finished.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    assertThat(outcomes).containsExactly(new Outcome.Done());
    release.countDown();
    assertThat(source.finished.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    assertThat(outcomes).hasSize(2);
  }

  @Test
  void noMoreThanNineCompressionsRunAndTheLaneGoesOnWhenOneEnds() throws InterruptedException {
    var begun = new Semaphore(0);
    var end = new Semaphore(0);
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    body =
        Optional.of(
            _ -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              begun.release();
              end.acquire();
              running.decrementAndGet();
              return new Outcome.Done();
            });
    for (int i = 0; i < 12; i++) {
      source.put(Lane.COMPRESS, FILE);
    }

    assertThat(begun.tryAcquire(9, 10, TimeUnit.SECONDS)).isTrue();
    end.release();
    assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).as("the tenth").isTrue();
    end.release(11);
    assertThat(source.finished.tryAcquire(12, 10, TimeUnit.SECONDS)).isTrue();
    assertThat(most).hasValue(9);
  }

  @Test
  void stoppingLetsAShortRunEndAndInterruptsALongOne() throws InterruptedException {
    var begun = new CountDownLatch(1);
    body =
        Optional.of(
            _ -> {
              begun.countDown();
              return forever();
            });
    source.put(FILE);
    begun.await();

    assertThat(dispatcher.stop(Duration.ofMillis(400))).isTrue();
    assertThat(outcomes).containsExactly(new Outcome.Skipped("the daemon is stopping"));
    assertThat(source.later).isEmpty();
  }

  @Test
  void stoppingReturnsInTimeThoughARunHangs() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    body =
        Optional.of(
            _ -> {
              begun.countDown();
              return deaf(release);
            });
    source.put(FILE);
    begun.await();
    long start = System.nanoTime();

    assertThat(dispatcher.stop(Duration.ofMillis(200))).isFalse();

    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    release.countDown();
    assertThat(source.finished.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  private static Outcome forever() throws InterruptedException {
    new CountDownLatch(1).await();
    return new Outcome.Done();
  }

  private static Outcome waitFor(CountDownLatch release) throws InterruptedException {
    release.await();
    return new Outcome.Skipped("it was told");
  }

  private static Outcome progressUntil(CountDownLatch release, Run run)
      throws InterruptedException {
    while (!release.await(1, TimeUnit.MILLISECONDS)) {
      run.progress().run();
    }
    return new Outcome.Skipped("it was told");
  }

  /// Takes no notice of interrupts.
  private static Outcome deaf(CountDownLatch release) {
    boolean released = false;
    while (!released) {
      try {
        released = release.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException _) {
        released = false;
      }
    }
    return new Outcome.Retry("late");
  }
}
