package filereeve.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.route.Claims;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import filereeve.testing.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How many runs a lane has at once while some take long or hang, with production's own times.
class LongRunsTest {
  private static final RunKey KEY =
      new RunKey(new RuleName("rotate", "app"), new Subject.File(Path.of("/a.log")));
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  @RegisterExtension private final RecordingLog log = new RecordingLog();
  private final VirtualTime time = new VirtualTime("2026-11-21T00:00:00Z");
  private final TestSource source = new TestSource(Lane.ROTATE);
  private final AtomicInteger begun = new AtomicInteger();
  private final Semaphore begins = new Semaphore(0);
  private final Semaphore end = new Semaphore(0);
  private final List<Duration> took = new CopyOnWriteArrayList<>();
  private volatile OneDispatcher.Body body = _ -> new Outcome.Done();
  private final Dispatcher dispatcher = started();

  /// Its threads are those of this time.
  private Dispatcher started() {
    try {
      return time.inside(
          () -> {
            var made =
                new Dispatcher(
                    new Dispatcher.Parts(
                        Map.of(Lane.ROTATE, 2, Lane.COMPRESS, 1),
                        source,
                        _ -> Optional.of(assignment()),
                        (_, _, duration) -> took.add(duration),
                        _ -> {},
                        log,
                        time,
                        time,
                        () -> 1.0));
            made.start();
            return made;
          });
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Assignment assignment() {
    var handler =
        new Handler() {
          @Override
          public Lane lane(Subject subject) {
            return Lane.ROTATE;
          }

          @Override
          public Outcome handle(Run run) throws InterruptedException {
            begun.incrementAndGet();
            begins.release();
            return body.run(run);
          }
        };
    return new Assignment(
        handler, Claims.NONE, TIMEOUT, new RetryPolicy(1, Duration.ZERO, Duration.ZERO));
  }

  @AfterEach
  void stop() throws InterruptedException {
    end.release(1_000);
    dispatcher.stop(Duration.ofSeconds(10));
  }

  @Test
  void itIsAliveWithAllThreadsOfItsLanes() {
    assertThat(dispatcher.isAlive()).isTrue();
  }

  @Test
  void aRunTookTheTimeFromItsBeginToItsEnd() throws InterruptedException {
    time.pass(Duration.ofHours(1));
    body =
        _ -> {
          time.sleep(Duration.ofSeconds(3));
          return new Outcome.Done();
        };
    put(Lane.ROTATE, 1, 1);
    time.pass(Duration.ofMinutes(1));

    assertThat(took).containsExactly(Duration.ofSeconds(3));
  }

  @Test
  void aRunThatHasEndedIsNotWatchedAnyMore() throws InterruptedException {
    put(Lane.ROTATE, 1, 1);
    awaitEnds(1);
    time.pass(Duration.ofHours(1));

    assertThat(log.lines(Event.FAILED)).isEmpty();
    assertThat(log.lines(Event.DONE)).hasSize(1);
  }

  @Test
  void nineCompressionsRunAtOnceAndAnotherWhenOneEnds() throws InterruptedException {
    body = this::untilToldTo;
    put(Lane.COMPRESS, 12, 1);
    time.pass(Duration.ofMinutes(1));
    assertThat(begun).hasValue(9);

    end.release();
    awaitEnds(1);
    time.pass(Duration.ofMinutes(1));
    assertThat(begun).hasValue(10);
  }

  /// One rule has only so many runs at once, so there is no such limit.
  @Test
  void anyNumberOfOtherRunsCanWait() throws InterruptedException {
    body = this::untilToldTo;
    put(Lane.ROTATE, 30, 2);
    time.pass(Duration.ofMinutes(1));

    assertThat(begun).hasValue(30);
  }

  @Test
  void theThreadOfALongRunEndsWithIt() throws InterruptedException {
    body = this::untilToldTo;
    put(Lane.ROTATE, 2, 2);
    time.pass(Duration.ofMinutes(1));
    end.release(2);
    awaitEnds(2);
    time.pass(Duration.ZERO);

    assertThat(begunAtOnceOf(5)).isEqualTo(2);
  }

  @Test
  void aThreadThatHangsIsReportedAndReplacedOnce() throws InterruptedException {
    log.expect(Event.FAILED);
    body =
        _ -> {
          end.acquireUninterruptibly();
          return new Outcome.Done();
        };
    put(Lane.ROTATE, 1, 1);
    time.pass(Duration.ofHours(1));

    assertThat(log.lines(Event.FAILED)).hasSize(1);
    assertThat(begunAtOnceOf(5)).isEqualTo(2);
  }

  /// How many of new runs begin before any of them is slow.
  private int begunAtOnceOf(int runs) throws InterruptedException {
    int before = begun.get();
    put(Lane.ROTATE, runs, 2);
    time.pass(Duration.ofMillis(900));
    return begun.get() - before;
  }

  private Outcome untilToldTo(Run run) throws InterruptedException {
    end.acquire();
    run.progress().run();
    return new Outcome.Done();
  }

  /// @param atOnce runs that begin before time passes
  private void put(Lane lane, int runs, int atOnce) throws InterruptedException {
    begins.drainPermits();
    for (int i = 0; i < runs; i++) {
      source.put(lane, KEY);
    }
    assertThat(begins.tryAcquire(atOnce, 10, TimeUnit.SECONDS)).isTrue();
  }

  private void awaitEnds(int runs) throws InterruptedException {
    assertThat(source.finished.tryAcquire(runs, 10, TimeUnit.SECONDS)).isTrue();
  }
}
