package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.testing.BetweenCalls;
import filereeve.testing.FaultyPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A hook or a call that fails: no log is touched without its `before`, and every log that was
/// renamed is reported to `after`.
class FailingHooksTest extends HookedLogs {
  @Test
  void ifBeforeFailsNoLogIsTouchedAndItIsRetried() throws Exception {
    logs("a.log", "b.log");
    failing.add("prepare a.log b.log");
    Rig rig = rig(rule(Hooks.Per.ONCE).size(1), real, this::runHook);

    assertThat(rig.whole(Cause.SCHEDULE))
        .isEqualTo(
            new Outcome.Retry(
                "cannot rotate the logs of rotate.app: `before` failed: no such luck."));
    assertThat(names()).containsExactly("a.log", "b.log");
    assertThat(ran).containsExactly("prepare a.log b.log");
    assertThat(rig.queued()).isEmpty();

    failing.clear();
    assertThat(rig.whole(Cause.RETRY)).isEqualTo(new Outcome.Done());
    assertThat(names()).containsExactly("a.log" + STAMP, "b.log" + STAMP);
  }

  @Test
  void withEachALogWhoseBeforeFailsDoesNotKeepTheOthersFromBeingRotated() throws Exception {
    logs("a.log", "b.log", "c.log");
    failing.addAll(List.of("prepare a.log", "prepare b.log"));

    assertThat(rig(rule(Hooks.Per.EACH), real, this::runHook).whole(Cause.SCHEDULE))
        .isEqualTo(
            new Outcome.Retry(
                "cannot rotate %1$s/a.log: `before` failed: no such luck. Also: cannot rotate %1$s/b.log: `before` failed: no such luck."
                    .formatted(directory)));

    assertThat(names()).containsExactly("a.log", "b.log", "c.log" + STAMP);
    assertThat(ran).last().isEqualTo("reopen c.log>c.log" + STAMP);
  }

  @Test
  void withEachAnAfterThatFailsDoesNotLoseTheOthers() throws Exception {
    logs("a.log", "b.log");
    failing.add("reopen a.log>a.log" + STAMP);
    Rig rig = rig(rule(Hooks.Per.EACH), real, this::runHook);

    assertThat(rig.whole(Cause.SCHEDULE))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            retry ->
                assertThat(retry.why())
                    .contains("cannot notify the writer of ", "a.log: no such luck.")
                    .doesNotContain("b.log"));
    assertThat(ran).filteredOn(command -> command.contains("reopen")).hasSize(2);
    assertThat(ran).last().isEqualTo("reopen b.log>b.log" + STAMP);
    assertThat(names())
        .containsExactly(".a.log.filereeve-notify", "a.log" + STAMP, "b.log" + STAMP);

    failing.clear();
    ran.clear();
    assertThat(rig.whole(Cause.RETRY)).isEqualTo(new Outcome.Done());
    assertThat(ran).containsExactly("reopen a.log>a.log" + STAMP);
  }

  @Test
  void aRotationThatFailsDoesNotForgetWhatAnEarlierOneOwes() throws Exception {
    logs("a.log");
    failing.add("reopen a.log>a.log" + STAMP);
    var isBroken = new AtomicBoolean();
    Posix posix =
        BetweenCalls.of(
            real,
            (name, _, call) -> {
              if (isBroken.get() && name.equals("rename")) {
                throw new PosixException("rename", "a.log", Errno.EIO);
              }
              return call.make();
            });
    Rig rig = rig(rule(Hooks.Per.EACH), posix, this::runHook);
    assertThat(rig.whole(Cause.SCHEDULE)).isInstanceOf(Outcome.Retry.class);

    logs("a.log");
    isBroken.set(true);
    assertThat(rig.whole(Cause.SCHEDULE)).isNotEqualTo(new Outcome.Done());

    assertThat(names()).contains("a.log", ".a.log.filereeve-notify");
  }

  @ParameterizedTest
  @EnumSource
  void afterFollowsABeforeThatWentWellWhateverBecameOfTheRotation(Hooks.Per per) throws Exception {
    String tooLong = "n".repeat(236) + ".log";
    logs(tooLong);

    Outcome outcome = rig(rule(per), real, this::runHook).whole(Cause.SCHEDULE);

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(names()).containsExactly(tooLong);
    assertThat(ran).containsExactly("prepare " + tooLong, "reopen " + tooLong + ">");
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedRunStillNotifiesOfWhatItRenamed(Hooks.Per per) throws Exception {
    logs("a.log", "b.log");
    var limits = new ArrayList<Duration>();
    HookRunner runner =
        (action, placeholders, timeout) -> {
          limits.add(timeout);
          Optional<String> problem = runHook(action, placeholders, timeout);
          if (ran.size() == 1) {
            Thread.currentThread().interrupt();
          }
          return problem;
        };
    Rig rig = rig(rule(per), real, runner);

    assertThatThrownBy(() -> rig.whole(Cause.SCHEDULE)).isInstanceOf(InterruptedException.class);

    assertThat(ran).hasSize(2).last().asString().startsWith("reopen a.log");
    assertThat(limits.getLast()).as("the daemon ends").isLessThan(Duration.ofSeconds(1));
    assertThat(names()).contains("b.log").doesNotContain(".a.log.filereeve-notify");
  }

  @ParameterizedTest
  @EnumSource
  void interruptedAtAnyCallAfterRunsForWhatWasRenamed(Hooks.Per per) throws Exception {
    boolean stopped = true;
    for (int call = 1; stopped; call++) {
      logs("a.log", "b.log");
      var posix = FaultyPosix.stoppingAfter(real, call);
      stopped = false;
      try {
        rig(rule(per), posix, this::runHook).whole(Cause.SCHEDULE);
      } catch (FaultyPosix.Stopped _) {
        stopped = true;
      }

      rig(rule(per), real, this::runHook).wholeAndDrain(Cause.START);

      assertNotified("stopped after " + posix.calls().getLast());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverCallFailsAfterRunsForWhatWasRenamed(Hooks.Per per) throws Exception {
    for (Errno errno : List.of(Errno.ENOSPC, Errno.EIO, Errno.EACCES)) {
      boolean failed = true;
      for (int call = 1; failed; call++) {
        logs("a.log", "b.log");
        var posix = FaultyPosix.failing(real, call, errno);
        Rig rig = rig(rule(per), posix, this::runHook);
        rig.wholeAndDrain(Cause.SCHEDULE);
        failed = posix.calls().size() >= call;

        rig.wholeAndDrain(Cause.RETRY);
        rig.wholeAndDrain(Cause.RESCAN);

        assertNotified(errno + " at call " + call);
      }
    }
  }

  @Test
  void whoWaitsForAnothersCommandThatFailsDoesNotRunItAgain() throws Exception {
    logs("a.log", "b.log");
    var first = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    HookRunner runner =
        (action, placeholders, timeout) -> {
          first.countDown();
          goOn.await();
          failing.add("reopen a.log>a.log" + STAMP);
          failing.add("reopen a.log b.log>a.log%1$s b.log%1$s".formatted(STAMP));
          return runHook(action, placeholders, timeout);
        };
    Rig rig = rig(RuleBuilder.of(directory, "*.log").size(1).after(), real, runner);
    try (var threads = Executors.newFixedThreadPool(2)) {
      var a = threads.submit(() -> rig.file(directory.resolve("a.log"), Cause.CHANGE));
      first.await();
      var b = threads.submit(() -> rig.file(directory.resolve("b.log"), Cause.CHANGE));
      while (!Files.exists(directory.resolve("b.log" + STAMP)) && !b.isDone()) {
        Thread.onSpinWait();
      }
      goOn.countDown();

      assertThat(a.get()).isInstanceOf(Outcome.Retry.class);
      assertThat(b.get()).isInstanceOf(Outcome.Retry.class);
    }
    assertThat(ran).hasSizeLessThanOrEqualTo(2);
  }

  /// Every log that was renamed was reported to the hook, and no mark is left.
  private void assertNotified(String where) throws IOException {
    assertThat(names()).as(where).noneMatch(name -> name.contains("filereeve"));
    for (String name : names()) {
      if (name.endsWith(STAMP)) {
        assertThat(ran)
            .as(where)
            .anyMatch(command -> command.startsWith("reopen") && command.contains(name));
      }
    }
    for (String name : names()) {
      remove(name);
    }
    ran.clear();
  }
}
