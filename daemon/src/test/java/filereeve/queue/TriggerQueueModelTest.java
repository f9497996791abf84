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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random scripts against the promises themselves: one tick is one nanosecond. See [Seeds].
class TriggerQueueModelTest {
  private static final int QUIET = 5;
  private static final int MAX = 20;

  /// In which all that waits has run: a key that never does must not hold up the test.
  private static final int MOST_ROUNDS = 1_000;

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

  /// A worker sleeps until [TriggerQueue#nextReady]: what it is not woken for runs late.
  @ParameterizedTest
  @ValueSource(ints = {6, 1_000_000})
  void whatMakesSomethingReadySoonerSaysSo(int limit) throws InterruptedException {
    Seeds.play(
        8,
        seed -> {
          TriggerQueue<Integer> queue = queue(seed, limit);
          for (int step = 0; step < 20_000; step++) {
            now += random.nextInt(3);
            long before = nextReady(queue);
            boolean sooner =
                switch (random.nextInt(6)) {
                  case 0, 1 -> trigger(queue);
                  case 2 -> queue.later(key(), Cause.RETRY, random.nextInt(MAX), false, now);
                  case 3 -> queue.later(key(), Cause.RETRY, random.nextInt(MAX), true, now);
                  case 4 ->
                      queue
                          .poll(random.nextInt(2), 9, now)
                          .map(Work::key)
                          .map(running::add)
                          .isPresent();
                  default -> finish(queue);
                };
            assertThat(queue.running()).isEqualTo(running.size());
            assertThat(queue.waiting())
                .as("and one whole rule each")
                .isLessThanOrEqualTo(limit + 3);
            assertThat(sooner || nextReady(queue) >= before)
                .as("step %d, at %d: ready at %d, not told", step, now, nextReady(queue))
                .isTrue();
          }
        });
  }

  private static long nextReady(TriggerQueue<Integer> queue) {
    return Math.min(
        queue.nextReady(0, 9).orElse(Long.MAX_VALUE), queue.nextReady(1, 9).orElse(Long.MAX_VALUE));
  }

  private TriggerQueue<Integer> queue(long seed, int limit) {
    random.setSeed(seed);
    uncovered.clear();
    running.clear();
    collapses.clear();
    now = 0;
    return new TriggerQueue<>(
        key ->
            Optional.of(
                new Terms<>(
                    new Debounce(Duration.ofNanos(QUIET), Duration.ofNanos(MAX)),
                    key.subject() instanceof Subject.Whole ? 1 : 0)),
        limit,
        (rule, _) -> collapses.add(rule));
  }

  private void script(long seed, int limit, int perRule) {
    TriggerQueue<Integer> queue = queue(seed, limit);
    for (int step = 0; step < 20_000; step++) {
      now += random.nextInt(3);
      switch (random.nextInt(5)) {
        case 0, 1 -> trigger(queue);
        case 2, 3 -> poll(queue, perRule, limit > 1_000);
        default -> finish(queue);
      }
    }
    for (int left = MOST_ROUNDS; !running.isEmpty() || queue.waiting() > 0; left--) {
      assertThat(left).as("keys that never run: %d", queue.waiting()).isPositive();
      now += MAX;
      poll(queue, perRule, false);
      finish(queue);
    }
    assertThat(uncovered).isEmpty();
    assertThat(queue.running()).isZero();
  }

  private RunKey key() {
    var rule = new RuleName("rotate", "r" + random.nextInt(3));
    Subject subject =
        random.nextInt(10) == 0
            ? new Subject.Whole()
            : new Subject.File(Path.of("/" + random.nextInt(8)));
    return new RunKey(rule, subject);
  }

  private boolean trigger(TriggerQueue<Integer> queue) {
    RunKey key = key();
    uncovered.computeIfAbsent(key, _ -> new ArrayList<>()).add(now);
    return queue.offer(new Trigger(key, Cause.CHANGE), now);
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

  /// @return true: whoever calls it wakes a worker in any case
  private boolean finish(TriggerQueue<Integer> queue) {
    if (!running.isEmpty()) {
      RunKey any = List.copyOf(running).get(random.nextInt(running.size()));
      running.remove(any);
      queue.finished(any);
    }
    return true;
  }
}
