package filereeve.queue;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.event.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TriggerQueueTest {
  private static final long MS = 1_000_000;
  private static final String LANE = "lane";
  private static final RuleName APP = new RuleName("rotate", "app");
  private static final RuleName WEB = new RuleName("rotate", "web");

  private final List<String> collapsed = new ArrayList<>();
  private final TriggerQueue<String> queue = queue(100, new Debounce(ms(20), ms(50)));

  @Test
  void aChangeIsReadyWhenItWasQuietForTheQuietTime() {
    change(file(APP, "a"), 0);
    change(file(APP, "a"), 10);

    assertThat(poll(29)).isEmpty();
    assertThat(queue.nextReady(LANE, 1)).isEqualTo(OptionalLong.of(30 * MS));
    assertThat(poll(30)).contains(new Work(file(APP, "a"), Set.of(Cause.CHANGE)));
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void changesThatNeverEndAreReadyAtTheLatestAfterMax() {
    for (int at = 0; at <= 49; at += 7) {
      change(file(APP, "a"), at);
    }

    assertThat(poll(49)).isEmpty();
    assertThat(poll(50)).isPresent();
  }

  @Test
  void quietAboveMaxMeansThatMaxAloneDecides() {
    var busy = queue(100, new Debounce(ms(1_000), ms(10)));
    busy.offer(new Trigger(file(APP, "a"), Cause.CHANGE), 0);
    busy.offer(new Trigger(file(APP, "a"), Cause.CHANGE), 9 * MS);

    assertThat(busy.poll(LANE, 1, 10 * MS)).isPresent();
  }

  @Test
  void whatIsNoChangeIsReadyAtOnce() {
    for (Cause cause : List.of(Cause.START, Cause.SCHEDULE, Cause.FOLLOW_UP, Cause.OPERATOR)) {
      queue.offer(new Trigger(whole(APP), cause), 0);

      assertThat(poll(0)).contains(new Work(whole(APP), Set.of(cause)));
      queue.finished(whole(APP));
    }
  }

  @Test
  void causesComeTogether() {
    change(whole(APP), 0);
    queue.offer(new Trigger(whole(APP), Cause.RESCAN), 1);
    queue.offer(new Trigger(whole(APP), Cause.OPERATOR), 2);

    assertThat(poll(1).orElseThrow().causes())
        .containsExactlyInAnyOrder(Cause.CHANGE, Cause.RESCAN, Cause.OPERATOR);
  }

  @Test
  void triggersDuringARunMakeExactlyOneMoreRun() {
    change(file(APP, "a"), 0);
    assertThat(poll(20)).isPresent();
    change(file(APP, "a"), 21);
    change(file(APP, "a"), 22);

    assertThat(poll(100)).isEmpty();
    assertThat(queue.nextReady(LANE, 9)).isEmpty();
    queue.finished(file(APP, "a"));
    assertThat(poll(100)).isPresent();
    queue.finished(file(APP, "a"));
    assertThat(poll(1_000)).isEmpty();
  }

  @Test
  void theLongestReadyComesFirstWhateverTheRule() {
    change(file(APP, "late"), 5);
    change(file(WEB, "first"), 0);
    change(file(APP, "moved"), 0);
    change(file(APP, "moved"), 8);

    assertThat(List.of(poll(99), poll(99), poll(99)))
        .extracting(r -> r.orElseThrow().key())
        .containsExactly(file(WEB, "first"), file(APP, "late"), file(APP, "moved"));
  }

  @Test
  void aRuleThatHangsLeavesAWorkerToTheOthers() {
    change(file(APP, "a"), 0);
    change(file(APP, "b"), 0);
    change(file(WEB, "c"), 9);

    assertThat(queue.poll(LANE, 1, 99 * MS).orElseThrow().key()).isEqualTo(file(APP, "a"));
    assertThat(queue.poll(LANE, 1, 99 * MS).orElseThrow().key()).isEqualTo(file(WEB, "c"));
    assertThat(queue.poll(LANE, 1, 99 * MS)).isEmpty();
    queue.finished(file(APP, "a"));
    assertThat(queue.poll(LANE, 1, 99 * MS).orElseThrow().key()).isEqualTo(file(APP, "b"));
  }

  @Test
  void aDelayHoldsChangesBackIfItIsToldTo() {
    queue.later(file(APP, "a"), Cause.RETRY, 500 * MS, true, 0);
    change(file(APP, "a"), 1);

    assertThat(poll(499)).isEmpty();
    assertThat(poll(500).orElseThrow().causes())
        .containsExactlyInAnyOrder(Cause.RETRY, Cause.CHANGE);
  }

  @Test
  void aChangeOrAnOperatorShortensOtherDelays() {
    queue.later(whole(APP), Cause.RETRY, 500 * MS, false, 0);
    change(whole(APP), 1);
    assertThat(poll(21)).isPresent();

    queue.later(file(APP, "a"), Cause.RETRY, 500 * MS, true, 30 * MS);
    queue.offer(new Trigger(file(APP, "a"), Cause.OPERATOR), 31 * MS);
    assertThat(poll(31)).isPresent();
  }

  @Test
  void pastTheLimitTheRuleWithMostKeysIsLookedAtAsAWholeInstead() {
    var small = queue(5, Debounce.NONE);
    for (String name : List.of("a", "b", "c", "d")) {
      small.offer(new Trigger(file(APP, name), Cause.CHANGE), 0);
    }
    small.offer(new Trigger(file(WEB, "w"), Cause.CHANGE), 0);
    small.offer(new Trigger(file(APP, "e"), Cause.CHANGE), 0);
    small.offer(new Trigger(file(APP, "f"), Cause.CHANGE), 0);

    assertThat(collapsed).containsExactly("rotate.app gave up 4");
    assertThat(small.waiting()).isEqualTo(2);
    assertThat(small.poll(LANE, 9, 0).orElseThrow().key()).isEqualTo(file(WEB, "w"));
    assertThat(small.poll(LANE, 9, 0)).contains(new Work(whole(APP), Set.of(Cause.RESCAN)));
    small.offer(new Trigger(file(APP, "g"), Cause.CHANGE), 1);
    assertThat(small.poll(LANE, 9, 1).orElseThrow().key()).isEqualTo(file(APP, "g"));
  }

  @Test
  void aTriggerOfARuleThatIsGoneIsDropped() {
    var none =
        new TriggerQueue<String>(_ -> Optional.empty(), 5, (_, _) -> collapsed.add("unasked"));

    assertThat(none.offer(new Trigger(whole(APP), Cause.START), 0)).isFalse();
    assertThat(none.waiting()).isZero();
  }

  @Test
  void aMillionTriggersOfAHundredThousandKeysTakeAboutASecond() {
    var big = queue(200_000, new Debounce(ms(20), ms(50)));
    List<Trigger> triggers = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      triggers.add(new Trigger(file(APP, "f" + i), Cause.CHANGE));
    }
    long start = System.nanoTime();

    for (int round = 0; round < 10; round++) {
      for (Trigger trigger : triggers) {
        big.offer(trigger, round * MS);
      }
    }
    int runs = 0;
    for (var next = big.poll(LANE, 9, 99 * MS); next.isPresent(); runs++) {
      big.finished(next.get().key());
      next = big.poll(LANE, 9, 99 * MS);
    }

    assertThat(runs).isEqualTo(100_000);
    assertThat(System.nanoTime() - start).isLessThan(5_000 * MS);
    assertThat(big.waiting() + big.running()).isZero();
  }

  private TriggerQueue<String> queue(int limit, Debounce debounce) {
    return new TriggerQueue<>(
        _ -> Optional.of(new Terms<>(debounce, LANE)),
        limit,
        (rule, keys) -> collapsed.add(rule + " gave up " + keys));
  }

  private void change(RunKey key, long ms) {
    queue.offer(new Trigger(key, Cause.CHANGE), ms * MS);
  }

  private Optional<Work> poll(long ms) {
    return queue.poll(LANE, 9, ms * MS);
  }

  private static RunKey file(RuleName rule, String name) {
    return new RunKey(rule, new Subject.File(Path.of("/" + name)));
  }

  private static RunKey whole(RuleName rule) {
    return new RunKey(rule, new Subject.Whole());
  }

  private static Duration ms(long ms) {
    return Duration.ofMillis(ms);
  }
}
