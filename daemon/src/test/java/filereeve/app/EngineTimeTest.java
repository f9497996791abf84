package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.telemetry.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// When the engine runs rules, with the numbers of production: rescans, timeouts, retries.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class EngineTimeTest extends OneEngine {
  private static final String APP = VirtualEngine.rotate("app");
  private static final Duration RESCAN = Duration.ofMinutes(5);

  /// Without progress; a command's own timeout of 5 min comes first.
  private static final Duration TIMEOUT = Duration.ofMinutes(5).plusSeconds(10);

  private static final Duration DAY = Duration.ofDays(1);

  static Stream<Outcome> finalOutcomes() {
    return Stream.of(
        new Outcome.Done(),
        new Outcome.Skipped("nothing to do"),
        new Outcome.Refused("the configuration is bad"),
        new Outcome.Failed("cannot list"));
  }

  @ParameterizedTest
  @MethodSource("finalOutcomes")
  void aRuleIsScannedEveryFiveMinutesWhateverBecomesOfTheRuns(Outcome outcome) throws Exception {
    log.expect(Event.FAILED, Event.REPEATED);
    engine.does("rotate.app", _ -> outcome);
    engine.start(APP);

    engine.time.pass(DAY);

    assertThat(engine.starts("rotate.app"))
        .isEqualTo(IntStream.rangeClosed(0, 288).mapToObj(RESCAN::multipliedBy).toList());
    assertThat(engine.runs("rotate.app").getLast().causes()).containsExactly(Cause.RESCAN);
  }

  @Test
  void theNextScanComesFiveMinutesAfterTheEndOfALongOne() throws Exception {
    engine.does(
        "rotate.app",
        run -> {
          for (int i = 0; i < 60; i++) {
            engine.time.sleep(Duration.ofMinutes(1));
            run.progress().run();
          }
          return new Outcome.Done();
        });
    engine.start(APP);

    engine.time.pass(Duration.ofHours(10));

    assertThat(engine.starts("rotate.app"))
        .isEqualTo(IntStream.range(0, 10).mapToObj(Duration.ofMinutes(65)::multipliedBy).toList());
  }

  @Test
  void aRunWithoutProgressIsInterruptedAtItsTimeoutAndTriedAgain() throws Exception {
    log.expect(Event.RETRY, Event.FAILED, Event.REPEATED);
    var interrupted = new ArrayList<Duration>();
    engine.does("rotate.app", _ -> hang(interrupted));
    engine.start(APP);

    engine.time.pass(TIMEOUT.minusNanos(1));
    assertThat(interrupted).isEmpty();
    engine.time.pass(Duration.ofNanos(1));
    assertThat(interrupted).containsExactly(TIMEOUT);

    engine.time.pass(DAY);
    assertThat(engine.runs("rotate.app"))
        .extracting(VirtualEngine.Began::attempt)
        .startsWith(1, 2, 3, 4, 5, 1, 2);
    assertThat(log.lines(Event.RETRY).getFirst().value("why").orElse(""))
        .contains("no progress for 5m10s");
  }

  private Outcome hang(List<Duration> interrupted) throws InterruptedException {
    try {
      engine.time.sleep(DAY);
      return new Outcome.Done();
    } catch (InterruptedException e) {
      interrupted.add(engine.time.passed());
      throw e;
    }
  }

  @Test
  void aRunThatIgnoresItsInterruptLosesItsThreadAndTheLaneContinues() throws Exception {
    log.expect(Event.FAILED);
    engine.does("rotate.app", _ -> ignoreInterrupts());
    engine.start(VirtualEngine.rotate("app", "other"));
    engine.time.pass(TIMEOUT.plusSeconds(4));
    assertThat(log.lines(Event.FAILED)).isEmpty();
    engine.time.pass(Duration.ofSeconds(1));
    assertThat(log.lines(Event.FAILED)).hasSize(1);

    engine.time.pass(DAY.minus(TIMEOUT).minusSeconds(5));

    assertThat(engine.starts("rotate.app")).containsExactly(Duration.ZERO);
    assertThat(engine.starts("rotate.other")).hasSize(289);
    assertThat(engine.engine().isAlive()).isTrue();
  }

  /// Others run in the place of long compressions, but only so many.
  @Test
  void compressionsThatHangAreGivenUpWhenTheyHaveTakenAllThreads() throws Exception {
    log.expect(Event.FAILED);
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "c" + i).toList();
    for (String name : names) {
      engine.does("compress." + name, _ -> ignoreInterrupts());
    }
    engine.start(
        names.stream()
            .map("  %s: {files: [$ROOT/%<s/*]}\n"::formatted)
            .collect(Collectors.joining("", "compress:\n", "")));
    engine.time.pass(Duration.ofSeconds(9)); // a stand-in begins each second
    for (int begun = 9; begun <= 12; begun++) {
      assertThat(names)
          .filteredOn(name -> !engine.runs("compress." + name).isEmpty())
          .hasSize(begun);
      engine.time.pass(TIMEOUT.plusSeconds(5));
    }
  }

  private Outcome ignoreInterrupts() {
    Duration end = engine.time.passed().plus(DAY.multipliedBy(2));
    while (engine.time.passed().compareTo(end) < 0) {
      try {
        engine.time.sleep(end.minus(engine.time.passed()));
      } catch (InterruptedException _) {
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
      }
    }
    return new Outcome.Done();
  }

  @Test
  void aFailedRunIsRetriedFourTimesAfterWaitsThatDouble() throws Exception {
    log.expect(Event.RETRY, Event.FAILED, Event.REPEATED);
    engine.does("rotate.app", _ -> new Outcome.Retry("cannot write"));
    engine.start(APP);

    engine.time.pass(Duration.ofMinutes(2));

    assertThat(engine.runs("rotate.app"))
        .extracting(VirtualEngine.Began::attempt)
        .containsExactly(1, 2, 3, 4, 5);
    List<Duration> starts = engine.starts("rotate.app");
    for (int retry = 1; retry <= 4; retry++) {
      long step = 1_000L << (retry - 1);
      assertThat(starts.get(retry).minus(starts.get(retry - 1)).toMillis())
          .isBetween(step / 2 - 1, step + 1);
    }
    engine.time.pass(starts.get(4).plus(RESCAN).minus(engine.time.passed()));
    assertThat(engine.starts("rotate.app")).hasSize(6).last().isEqualTo(starts.get(4).plus(RESCAN));
  }

  @Test
  void aDeferredRunIsRepeatedAfterItsWaitForAsLongAsItTakes() throws Exception {
    engine.does(
        "rotate.app",
        _ -> new Outcome.Deferred(Duration.ofSeconds(7), "a program has it open for writing"));
    engine.start(APP);

    engine.time.pass(Duration.ofSeconds(7 * 1_000));

    assertThat(engine.starts("rotate.app"))
        .isEqualTo(
            IntStream.rangeClosed(0, 1_000).mapToObj(Duration.ofSeconds(7)::multipliedBy).toList());
  }

  @Test
  void rulesThatWaitForCommandsHoldUpNoOtherForMoreThanASecond() throws Exception {
    for (int i = 0; i < 7; i++) {
      engine.does("rotate.r" + i, _ -> hang(new ArrayList<>()));
    }
    engine.start(VirtualEngine.rotate("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7"));

    engine.time.pass(Duration.ofSeconds(4));

    for (int i = 0; i < 8; i++) {
      assertThat(engine.starts("rotate.r" + i)).as("r%d", i).hasSize(1);
    }
  }

  @Test
  void aTriggerThatComesDuringARunIsFollowedByAnotherRun() throws Exception {
    engine.does(
        "rotate.app",
        _ -> {
          engine.time.sleep(Duration.ofMinutes(1));
          return new Outcome.Done();
        });
    engine.start(APP);
    engine.time.pass(Duration.ofSeconds(30));
    for (int i = 0; i < 3; i++) {
      engine.offer("rotate.app", new Subject.Whole(), Cause.OPERATOR);
    }
    engine.time.pass(Duration.ofMinutes(3));

    assertThat(engine.starts("rotate.app")).containsExactly(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(engine.runs("rotate.app").getLast().causes()).contains(Cause.OPERATOR);
  }
}
