package filereeve.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import filereeve.testing.VirtualTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Bugs of Filereeve outside of any handler: here, in what is told of outcomes.
class BugsTest {
  private static final RunKey KEY = new RunKey(new RuleName("rotate", "app"), new Subject.Whole());

  @RegisterExtension private final RecordingLog log = new RecordingLog();
  private final VirtualTime time = new VirtualTime("2026-11-21T00:00:00Z");
  private final TestSource source = new TestSource(Lane.ROTATE);
  private final BlockingQueue<Thread> workers = new LinkedBlockingQueue<>();
  private volatile Optional<Throwable> bug = Optional.empty();
  private final Dispatcher dispatcher = started();

  /// Its threads are those of this time.
  private Dispatcher started() {
    try {
      return time.inside(
          () -> {
            var made =
                new Dispatcher(
                    new Dispatcher.Parts(
                        Map.of(Lane.ROTATE, 1, Lane.COMPRESS, 1),
                        source,
                        _ -> Optional.empty(),
                        (_, _, _) -> {
                          workers.add(Thread.currentThread());
                          bug.ifPresent(BugsTest::fail);
                        },
                        _ -> {},
                        log,
                        new TestClock("2026-11-21T00:00:00Z"),
                        time,
                        () -> 1.0));
            made.start();
            return made;
          });
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void expectFailures() {
    log.expect(Event.FAILED, Event.SKIPPED);
  }

  @AfterEach
  void stop() throws InterruptedException {
    dispatcher.stop(Duration.ofSeconds(10));
  }

  @Test
  void anExceptionIsReportedAndTheLaneGoesOn() throws InterruptedException {
    bug = Optional.of(new IllegalStateException("broken"));
    runOnce();
    assertIsReported("cannot continue: java.lang.IllegalStateException: broken. This is a bug");
    assertThat(dispatcher.isAlive()).isTrue();

    bug = Optional.empty();
    runOnce();
  }

  @Test
  void anErrorIsReportedAndTheProgramIsNotAlive() throws InterruptedException {
    bug = Optional.of(new StackOverflowError("broken"));
    runOnce();

    assertIsReported("cannot continue: java.lang.StackOverflowError: broken. This is a bug");
    assertThat(workers.take().join(Duration.ofSeconds(10))).isTrue();
    assertThat(dispatcher.isAlive()).isFalse();
  }

  private void runOnce() throws InterruptedException {
    source.put(KEY);
    assertThat(source.finished.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    time.pass(Duration.ZERO);
  }

  private void assertIsReported(String why) {
    assertThat(log.lines(Event.FAILED))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.value("why").orElse("")).startsWith(why);
              assertThat(line.value("thread")).contains("filereeve-rotate-1");
              assertThat(line.value("stack").orElse("")).contains("at filereeve.dispatch");
            });
  }

  private static void fail(Throwable with) {
    switch (with) {
      case RuntimeException failed -> throw failed;
      case Error failed -> throw failed;
      default -> throw new AssertionError(with);
    }
  }
}
