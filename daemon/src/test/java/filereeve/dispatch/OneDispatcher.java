package filereeve.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.route.Claims;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import filereeve.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A dispatcher whose handler does what the test says.
abstract class OneDispatcher {
  static final RuleName APP = new RuleName("rotate", "app");
  static final RunKey FILE = new RunKey(APP, new Subject.File(Path.of("/a.log")));
  static final RunKey WHOLE = new RunKey(APP, new Subject.Whole());
  @RegisterExtension final RecordingLog log = new RecordingLog();
  final TestSource source = new TestSource(Lane.ROTATE);
  final TestClock clock = new TestClock("2026-11-21T00:00:00Z");
  final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  final List<Lane> started = new CopyOnWriteArrayList<>();
  final List<Run> runs = new CopyOnWriteArrayList<>();
  volatile Duration timeout = Duration.ofMinutes(1);
  volatile Optional<Body> body = Optional.empty();
  final Dispatcher dispatcher = dispatcher();

  /// What the handler of a test does.
  interface Body {
    Outcome run(Run run) throws InterruptedException;
  }

  @AfterEach
  void stop() throws InterruptedException {
    dispatcher.stop(Duration.ofSeconds(2));
  }

  void run(RunKey key, Body handler) {
    body = Optional.of(handler);
    source.put(key);
    try {
      assertThat(source.finished.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Dispatcher dispatcher() {
    return dispatcher(Ticker.SYSTEM);
  }

  Dispatcher dispatcher(Ticker ticker) {
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
                ticker,
                () -> 1.0),
            Duration.ofMillis(30),
            Duration.ofMillis(50));
    made.start();
    return made;
  }

  Handler handler(Body doing) {
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
}
