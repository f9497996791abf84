package filereeve.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.route.Claims;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DispatcherTest {
  private static final RuleName APP = new RuleName("rotate", "app");
  private static final RunKey FILE = new RunKey(APP, new Subject.File(Path.of("/a.log")));
  private static final RunKey WHOLE = new RunKey(APP, new Subject.Whole());

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private final TestSource source = new TestSource(Lane.ROTATE);
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final List<Lane> started = new CopyOnWriteArrayList<>();
  private final List<Run> runs = new CopyOnWriteArrayList<>();
  private volatile Duration timeout = Duration.ofMinutes(1);
  private volatile Optional<Body> body = Optional.empty();
  private final Dispatcher dispatcher = dispatcher();

  /// What the handler of a test does.
  private interface Body {
    Outcome run(Run run) throws InterruptedException;
  }

  @AfterEach
  void stop() throws InterruptedException {
    dispatcher.stop(Duration.ofSeconds(2));
  }

  @Test
  void eachRunLogsItsStartAndItsOutcomeOnceUnderAnIdOfItsOwn() {
    run(FILE, _ -> new Outcome.Done());
    run(FILE, _ -> new Outcome.Skipped("too small"));
    run(FILE, _ -> new Outcome.Deferred(Duration.ofSeconds(7), "it is being written"));

    assertThat(log.lines())
        .extracting(RecordingLog.Line::event)
        .containsExactly(
            Event.RUN_STARTED,
            Event.DONE,
            Event.RUN_STARTED,
            Event.SKIPPED,
            Event.RUN_STARTED,
            Event.DEFERRED);
    assertThat(log.lines()).allMatch(line -> line.value("file").equals(Optional.of("/a.log")));
    assertThat(log.lines(Event.SKIPPED).getFirst().value("why")).contains("too small");
    List<String> ids = log.lines().stream().map(line -> line.value("run").orElseThrow()).toList();
    assertThat(ids).isSorted();
    assertThat(Set.copyOf(ids)).hasSize(3);
    assertThat(source.later)
        .containsExactly(new TestSource.Deferral(FILE, Duration.ofSeconds(7), false));
    assertThat(outcomes).hasSize(3);
  }

  @Test
  void aRetryComesBackUntilTheAttemptsAreUsedUpAndRecoveryIsSaid() {
    log.expect(Event.RETRY, Event.FAILED);
    for (int i = 0; i < 3; i++) {
      run(FILE, _ -> new Outcome.Retry("cannot write"));
    }
    run(WHOLE, _ -> new Outcome.Retry("cannot list"));
    run(FILE, _ -> new Outcome.Done());

    assertThat(runs).extracting(Run::attempt).containsExactly(1, 2, 3, 1, 1);
    assertThat(source.later)
        .containsExactly(
            new TestSource.Deferral(FILE, Duration.ofSeconds(1), true),
            new TestSource.Deferral(FILE, Duration.ofSeconds(2), true),
            new TestSource.Deferral(WHOLE, Duration.ofSeconds(1), false));
    assertThat(log.lines())
        .extracting(RecordingLog.Line::event)
        .filteredOn(event -> event.level() != Event.Level.DEBUG)
        .containsExactly(Event.RETRY, Event.RETRY, Event.FAILED, Event.RETRY, Event.RECOVERED);
    assertThat(log.lines(Event.FAILED).getFirst().value("attempt")).contains("3/3");
    assertThat(log.lines(Event.RECOVERED).getFirst().value("failures")).contains("3");
  }

  @Test
  void aFailureThatRepeatsItselfIsSummedUp() {
    log.expect(Event.FAILED, Event.REPEATED);
    for (int i = 0; i < 50; i++) {
      run(FILE, _ -> new Outcome.Failed("cannot open"));
    }
    clock.advance(Duration.ofMinutes(1));
    run(FILE, _ -> new Outcome.Failed("cannot open"));

    assertThat(log.lines())
        .extracting(RecordingLog.Line::event)
        .filteredOn(event -> event.level() != Event.Level.DEBUG)
        .containsExactly(Event.FAILED, Event.REPEATED);
    assertThat(log.lines(Event.REPEATED).getFirst().value("times")).contains("50");
  }

  @Test
  void whatAHandlerThrowsIsAFailedRunAndTheLaneGoesOn() {
    log.expect(Event.FAILED);
    run(
        FILE,
        _ -> {
          throw new IllegalStateException("broken");
        });
    run(
        WHOLE,
        _ -> {
          throw new StackOverflowError();
        });
    run(FILE, _ -> new Outcome.Done());

    var line = log.lines(Event.FAILED).getFirst();
    assertThat(line.value("why").orElse("")).contains("IllegalStateException: broken");
    assertThat(line.value("stack").orElse("")).contains("at filereeve.dispatch");
    assertThat(outcomes.getLast()).isEqualTo(new Outcome.Done());
  }

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
  void aKeyWhoseRuleIsGoneIsDropped() throws InterruptedException {
    source.put(FILE);

    assertThat(source.finished.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    assertThat(outcomes)
        .containsExactly(new Outcome.Skipped("the rule is no longer in the configuration"));
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

  @Test
  void everyThreadOfALaneRunsTheHookFirst() {
    run(FILE, _ -> new Outcome.Done());

    assertThat(started).contains(Lane.ROTATE);
  }

  private void run(RunKey key, Body handler) {
    body = Optional.of(handler);
    source.put(key);
    try {
      assertThat(source.finished.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Dispatcher dispatcher() {
    Function<RuleName, Optional<Assignment>> rules =
        _ ->
            body.map(
                b ->
                    new Assignment(
                        handler(b),
                        Claims.NONE,
                        timeout,
                        new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofMinutes(5))));
    var made =
        new Dispatcher(
            new Dispatcher.Parts(
                Map.of(Lane.ROTATE, 1, Lane.COMPRESS, 1),
                source,
                rules,
                (_, outcome, _) -> outcomes.add(outcome),
                started::add,
                log,
                clock,
                () -> 1.0),
            Duration.ofMillis(30),
            Duration.ofMillis(50));
    made.start();
    return made;
  }

  private Handler handler(Body doing) {
    return new Handler() {
      @Override
      public Lane lane(Subject subject) {
        return Lane.ROTATE;
      }

      @Override
      public Outcome handle(Run run) throws InterruptedException {
        runs.add(run);
        return doing.run(run);
      }
    };
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
