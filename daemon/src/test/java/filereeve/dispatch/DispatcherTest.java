package filereeve.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Outcome;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import filereeve.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/// What becomes of a run: its lines in the log, its retries, and a summary of what repeats itself.
class DispatcherTest extends OneDispatcher {
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
  void aKeyWhoseRuleIsGoneIsDropped() throws InterruptedException {
    source.put(FILE);

    assertThat(source.finished.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    assertThat(outcomes)
        .containsExactly(new Outcome.Skipped("the rule is no longer in the configuration"));
  }

  /// Otherwise a run that hangs would have its thread for ever, unnoticed.
  @Test
  void itIsNotAliveWithoutTheThreadThatInterruptsRuns() throws Exception {
    var dead = new CompletableFuture<Thread>();
    Dispatcher broken = dispatcher(new FailingTicker(dead));
    try {
      dead.get(10, TimeUnit.SECONDS).join();

      assertThat(broken.isAlive()).isFalse();
      assertThat(dispatcher.isAlive()).isTrue();
    } finally {
      broken.stop(Duration.ofSeconds(2));
    }
  }

  /// Ends that thread by an exception.
  private record FailingTicker(CompletableFuture<Thread> dead) implements Ticker {
    @Override
    public long nanos() {
      Thread thread = Thread.currentThread();
      if (thread.getName().equals("filereeve-timeouts")) {
        thread.setUncaughtExceptionHandler((_, _) -> dead.complete(thread));
        throw new IllegalStateException("a bug");
      }
      return SYSTEM.nanos();
    }

    @Override
    public Condition condition(Lock lock) {
      return SYSTEM.condition(lock);
    }
  }

  @Test
  void everyThreadOfALaneRunsTheHookFirst() {
    run(FILE, _ -> new Outcome.Done());

    assertThat(started).contains(Lane.ROTATE);
  }
}
