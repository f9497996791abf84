package filereeve.queue;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.event.Work;
import filereeve.testing.Seeds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Random scripts against the promises themselves: one tick is one nanosecond. See [Seeds].
class TriggerQueueModelTest {
  private static final int QUIET = 5;
  private static final int MAX = 20;

  private final Random random = new Random();
  private final Map<RunKey, List<Long>> uncovered = new HashMap<>();
  private final Set<RunKey> running = new HashSet<>();
  private final List<RuleName> collapses = new ArrayList<>();
  private long now;

  @Test
  void everyTriggerIsFollowedByARunAndNoKeyRunsTwiceAtOnce() throws InterruptedException {
    Seeds.play(
        8,
        seed -> {
          script(seed, 1_000_000, 9);
          assertThat(collapses).isEmpty();
        });
  }

  @Test
  void theSameHoldsWhenTheQueueIsTooSmall() throws InterruptedException {
    Seeds.play(
        8,
        seed -> {
          script(seed, 6, 9);
          assertThat(collapses).isNotEmpty();
        });
  }

  @Test
  void theSameHoldsWhenARuleMayRunOneKeyOnly() throws InterruptedException {
    Seeds.play(3, seed -> script(seed, 12, 1));
  }

  private void script(long seed, int limit, int perRule) {
    random.setSeed(seed);
    collapses.clear();
    now = 0;
    var queue =
        new TriggerQueue<Integer>(
            key ->
                Optional.of(
                    new Terms<>(
                        new Debounce(Duration.ofNanos(QUIET), Duration.ofNanos(MAX)),
                        key.subject() instanceof Subject.Whole ? 1 : 0)),
            limit,
            (rule, _) -> collapses.add(rule));
    for (int step = 0; step < 20_000; step++) {
      now += random.nextInt(3);
      switch (random.nextInt(5)) {
        case 0, 1 -> trigger(queue);
        case 2, 3 -> poll(queue, perRule, limit > 1_000);
        default -> finish(queue);
      }
    }
    while (!running.isEmpty() || queue.waiting() > 0) {
      now += MAX;
      poll(queue, perRule, false);
      finish(queue);
    }
    assertThat(uncovered).isEmpty();
    assertThat(queue.running()).isZero();
  }

  private void trigger(TriggerQueue<Integer> queue) {
    var rule = new RuleName("rotate", "r" + random.nextInt(3));
    Subject subject =
        random.nextInt(10) == 0
            ? new Subject.Whole()
            : new Subject.File(Path.of("/" + random.nextInt(8)));
    var key = new RunKey(rule, subject);
    uncovered.computeIfAbsent(key, _ -> new ArrayList<>()).add(now);
    queue.offer(new Trigger(key, Cause.CHANGE), now);
  }

  /// @param exact each key's own deadlines hold, because none is covered by another
  private void poll(TriggerQueue<Integer> queue, int perRule, boolean exact) {
    int lane = random.nextInt(2);
    Optional<Work> polled = queue.poll(lane, perRule, now);
    if (polled.isEmpty()) {
      uncovered.forEach(
          (key, times) ->
              assertThat(mustBeReady(key, times, lane, exact)).as(key + " at " + now).isFalse());
      return;
    }
    RunKey key = polled.get().key();
    assertThat(running.add(key)).as(key + " runs once at a time").isTrue();
    List<Long> triggers = uncovered.getOrDefault(key, List.of());
    uncovered.remove(key);
    if (exact) {
      assertThat(triggers).as("what made it run").isNotEmpty();
      boolean quiet = now - triggers.getLast() >= QUIET;
      assertThat(quiet || now - triggers.getFirst() >= MAX).as(key + " ran too early").isTrue();
    }
    if (!exact && key.subject() instanceof Subject.Whole) {
      uncovered.keySet().removeIf(k -> k.rule().equals(key.rule()));
    }
  }

  private boolean mustBeReady(RunKey key, List<Long> triggers, int lane, boolean exact) {
    return exact
        && (key.subject() instanceof Subject.Whole ? 1 : 0) == lane
        && !running.contains(key)
        && (now - triggers.getFirst() >= MAX || now - triggers.getLast() >= QUIET);
  }

  private void finish(TriggerQueue<Integer> queue) {
    if (!running.isEmpty()) {
      RunKey any = List.copyOf(running).get(random.nextInt(running.size()));
      running.remove(any);
      queue.finished(any);
    }
  }
}
