package filereeve.queue;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockingTriggerQueueTest {
  private static final RuleName APP = new RuleName("rotate", "app");

  @Test
  void aWorkerWaitsUntilAKeyIsReady() throws InterruptedException {
    try (var queue = queue(1_000, Duration.ofMillis(30))) {
      long start = System.nanoTime();
      queue.offer(new Trigger(file(1), Cause.CHANGE));

      assertThat(queue.take("lane", 1).orElseThrow().key()).isEqualTo(file(1));
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000L);
    }
  }

  interface Ask {
    void ask(BlockingTriggerQueue<String> queue, RunKey key);
  }

  record Way(String name, Ask ask) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        new Way("offer", (queue, key) -> queue.offer(new Trigger(key, Cause.CHANGE))),
        new Way("later", (queue, key) -> queue.later(key, Cause.RETRY, Duration.ZERO, false)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void eachKeyThatComesWakesAWorker(Way way) throws InterruptedException {
    try (var queue = queue(1_000, Duration.ofMillis(30))) {
      var taken = new CountDownLatch(2);
      for (int i = 0; i < 2; i++) {
        awaitWaiting(busyAfterOne(queue, taken));
      }
      way.ask.ask(queue, file(1));
      way.ask.ask(queue, file(2));

      taken.await();
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aRunThatEndsWakesAWorkerForWhatCameMeanwhile(Way way) throws InterruptedException {
    try (var queue = queue(1_000, Duration.ZERO)) {
      way.ask.ask(queue, file(1));
      assertThat(queue.take("lane", 9)).isPresent();
      var taken = new CountDownLatch(1);
      Thread worker = busyAfterOne(queue, taken);
      awaitWaiting(worker);
      way.ask.ask(queue, file(1));
      awaitWaiting(worker);

      queue.finished(file(1));

      taken.await();
    }
  }

  /// A worker whose first run does not end.
  private static Thread busyAfterOne(BlockingTriggerQueue<String> queue, CountDownLatch taken) {
    return Thread.ofPlatform()
        .daemon()
        .name("filereeve-test-worker")
        .start(
            () -> {
              try {
                if (queue.take("lane", 9).isPresent()) {
                  taken.countDown();
                }
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static void awaitWaiting(Thread worker) {
    while (worker.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void closingEndsEveryWait() throws InterruptedException {
    var queue = queue(1_000, Duration.ZERO);
    var ended = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      worker(queue, Set.of(), ended);
    }
    queue.close();

    ended.await();
    assertThat(queue.take("lane", 1)).isEmpty();
  }

  @Test
  void allThatIsOfferedIsTakenThoughTheQueueCollapsesMeanwhile() throws InterruptedException {
    var queue = queue(50, Duration.ofMillis(1));
    Set<RunKey> taken = ConcurrentHashMap.newKeySet();
    var ended = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      worker(queue, taken, ended);
    }
    for (int i = 0; i < 10_000; i++) {
      queue.offer(new Trigger(file(i), Cause.CHANGE));
    }
    queue.offer(
        new Trigger(new RunKey(APP, new Subject.Part("last", Optional.empty())), Cause.CHANGE));
    while (queue.waiting() > 0) {
      Thread.onSpinWait();
    }
    queue.close();

    ended.await();
    assertThat(taken).isNotEmpty();
  }

  private static void worker(
      BlockingTriggerQueue<String> queue, Set<RunKey> taken, CountDownLatch ended) {
    Thread.ofPlatform()
        .daemon()
        .name("filereeve-test-worker")
        .start(
            () -> {
              try {
                for (var next = queue.take("lane", 9); next.isPresent(); ) {
                  taken.add(next.get().key());
                  queue.finished(next.get().key());
                  next = queue.take("lane", 9);
                }
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              ended.countDown();
            });
  }

  private static BlockingTriggerQueue<String> queue(int limit, Duration quiet) {
    List<RuleName> collapsed = new ArrayList<>();
    return new BlockingTriggerQueue<>(
        new TriggerQueue<>(
            _ -> Optional.of(new Terms<>(new Debounce(quiet, Duration.ofSeconds(1)), "lane")),
            limit,
            (rule, _) -> collapsed.add(rule)),
        Ticker.SYSTEM);
  }

  private static RunKey file(int number) {
    return new RunKey(APP, new Subject.File(Path.of("/f" + number)));
  }
}
