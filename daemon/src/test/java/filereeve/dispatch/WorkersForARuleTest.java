package filereeve.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.RunKey;
import filereeve.event.Work;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import filereeve.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersForARuleTest {
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  @ParameterizedTest
  @CsvSource({
    "RELOAD,   4, 3",
    "SCAN,     3, 2",
    "ROTATE,   2, 1",
    "ROTATE,   1, 1",
    "MAIL,     1, 1",
    "COMPRESS, 3, 3",
  })
  void oneRuleLeavesAWorkerToTheOthersUnlessItsRunsTakeTurns(Lane lane, int workers, int perRule)
      throws InterruptedException {
    var asked = new Asked();
    var dispatcher =
        new Dispatcher(
            new Dispatcher.Parts(
                Map.of(lane, workers),
                asked,
                _ -> Optional.empty(),
                (_, _, _) -> {},
                _ -> {},
                log,
                new TestClock("2026-11-21T00:00:00Z"),
                Ticker.SYSTEM,
                () -> 1.0));
    dispatcher.start();
    try {
      assertThat(asked.perRule.poll(10, TimeUnit.SECONDS)).isEqualTo(perRule);
    } finally {
      dispatcher.stop(Duration.ofSeconds(2));
    }
  }

  /// There is no work; what a worker asks for is kept.
  private static final class Asked implements WorkSource {
    private final LinkedBlockingQueue<Integer> perRule = new LinkedBlockingQueue<>();

    @Override
    public Optional<Work> take(Lane lane, int most) throws InterruptedException {
      perRule.add(most);
      new CountDownLatch(1).await();
      return Optional.empty();
    }

    @Override
    public void later(RunKey key, Cause cause, Duration delay, boolean hold) {
      throw new AssertionError(key);
    }

    @Override
    public void finished(RunKey key) {
      throw new AssertionError(key);
    }
  }
}
