package filereeve.queue;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.event.Work;
import filereeve.testing.Turns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// The queue between its threads, in every order of their steps.
class QueueOrderTest {
  private static final RuleName APP = new RuleName("rotate", "app");
  private static final RunKey A = new RunKey(APP, new Subject.File(Path.of("/a")));
  private static final RunKey B = new RunKey(APP, new Subject.File(Path.of("/b")));

  /// Workers, and what they did.
  private static final class Scene {
    final Turns turns;
    final BlockingTriggerQueue<String> queue;
    final List<RunKey> taken = new ArrayList<>();

    /// What was offered, and has not been taken since.
    final Set<RunKey> offered = new HashSet<>();

    private final Set<RunKey> running = new HashSet<>();

    Scene(Turns turns, Duration quiet) {
      this.turns = turns;
      this.queue =
          new BlockingTriggerQueue<>(
              new TriggerQueue<>(
                  _ -> Optional.of(new Terms<>(new Debounce(quiet, quiet), "lane")),
                  100,
                  (_, _) -> {}),
              turns);
    }

    Thread worker(int perRule) {
      return turns.thread(
          () -> {
            for (var work = take(perRule); work.isPresent(); work = take(perRule)) {
              turns.step();
              finish(work.get());
              turns.step();
            }
          });
    }

    Optional<Work> take(int perRule) throws InterruptedException {
      Optional<Work> work = queue.take("lane", perRule);
      work.map(Work::key)
          .ifPresent(
              key -> {
                assertThat(running.add(key)).as("no two runs of %s overlap", key).isTrue();
                offered.remove(key);
                taken.add(key);
              });
      return work;
    }

    void finish(Work work) {
      running.remove(work.key());
      queue.finished(work.key());
    }

    void offer(RunKey key) {
      offered.add(key);
      queue.offer(new Trigger(key, Cause.CHANGE));
    }

    void later(RunKey key, Duration delay) {
      offered.add(key);
      queue.later(key, Cause.RETRY, delay, true);
    }
  }

  @Test
  void everyTriggerIsFollowedByARunThatBeginsAfterIt() {
    Turns.inEveryOrder(
        turns -> {
          var scene = new Scene(turns, Duration.ZERO);
          scene.worker(1);
          turns.thread(
              () -> {
                scene.offer(A);
                turns.step();
                scene.offer(B);
              });
          turns.thread(() -> scene.offer(A));

          turns.play();

          assertThat(scene.offered).isEmpty();
          assertThat(scene.taken.size()).isBetween(2, 3);
          assertThat(scene.queue.waiting()).isZero();
        });
  }

  @Test
  void workersThatAreFreeRunWhatIsReady() {
    Turns.inEveryOrder(
        turns -> {
          var scene = new Scene(turns, Duration.ZERO);
          scene.worker(1);
          scene.worker(1);
          turns.thread(
              () -> {
                scene.offer(A);
                turns.step();
                scene.later(B, Duration.ofSeconds(1));
              });

          turns.play();

          assertThat(scene.offered).isEmpty();
          assertThat(scene.taken).containsExactlyInAnyOrder(A, B);
        });
  }

  @Test
  void whatIsReadyAtOnceRunsAtOnce() {
    Turns.inEveryOrder(
        turns -> {
          var scene = new Scene(turns, Duration.ofSeconds(1));
          var lock = new ReentrantLock();
          Condition bothRun = turns.condition(lock);
          for (int i = 0; i < 2; i++) {
            turns.thread(
                () -> {
                  Work work = scene.take(2).orElseThrow();
                  lock.lock();
                  try {
                    bothRun.signalAll();
                    while (scene.taken.size() < 2) {
                      bothRun.await();
                    }
                  } finally {
                    lock.unlock();
                  }
                  scene.finish(work);
                });
          }
          turns.thread(
              () -> {
                scene.offer(A);
                turns.step();
                scene.offer(B);
              });

          assertThat(turns.play()).as("waits for ever").isEmpty();
        });
  }

  @Test
  void whatIsTakenFromAWorkerThatEndsIsRunByAnother() {
    Turns.inEveryOrder(
        turns -> {
          var scene = new Scene(turns, Duration.ZERO);
          scene.worker(1);
          Thread ending = turns.thread(() -> scene.take(1).ifPresent(scene::finish));
          turns.thread(ending::interrupt);
          turns.thread(() -> scene.offer(A));

          turns.play();

          assertThat(scene.offered).isEmpty();
        });
  }

  @Test
  void closingEndsEveryWorker() {
    Turns.inEveryOrder(
        turns -> {
          var scene = new Scene(turns, Duration.ZERO);
          scene.worker(1);
          scene.worker(1);
          turns.thread(() -> scene.offer(A));
          turns.thread(scene.queue::close);

          assertThat(turns.play()).as("waits for ever").isEmpty();
        });
  }
}
