package filereeve.kind.rotate;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.kind.rotate.RotateSettings.Missing;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.process.Action;
import filereeve.process.Placeholders;
import filereeve.testing.FaultyPosix;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `before`, `after` and `hooks`.
class HooksTest {
  private static final String STAMP = "-20261121T000000Z";

  private final Posix real = new LinuxPosix();
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir(factory = MemoryTempDir.class)
  private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  /// What was run, such as `prepare a.log b.log` and `reopen a.log>a.log.1`.
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  /// The commands that fail.
  private final Set<String> failing = new HashSet<>();

  @Test
  void beforeRunsOnceForAllLogsBeforeAnyIsTouched() throws Exception {
    logs("a.log", "b.log");
    Files.writeString(directory.resolve("empty.log"), "");
    var seen = new ArrayList<String>();
    HookRunner runner =
        (action, placeholders, timeout) -> {
          seen.addAll(names());
          return runHook(action, placeholders, timeout);
        };

    rig(rule(Hooks.Per.ONCE), real, runner).whole(Cause.SCHEDULE);

    assertThat(ran)
        .containsExactly(
            "prepare a.log b.log", "reopen a.log b.log>a.log%1$s b.log%1$s".formatted(STAMP));
    assertThat(seen).startsWith("a.log", "b.log", "empty.log");
    assertThat(names()).containsExactly("a.log" + STAMP, "b.log" + STAMP, "empty.log");
  }

  @Test
  void withEachBothRunForEveryLogBeforeTheNextIsTouched() throws Exception {
    logs("a.log", "b.log");

    rig(rule(Hooks.Per.EACH), real, this::runHook).whole(Cause.SCHEDULE);

    assertThat(ran)
        .containsExactly(
            "prepare a.log",
            "reopen a.log>a.log" + STAMP,
            "prepare b.log",
            "reopen b.log>b.log" + STAMP);
  }

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

  @Test
  void aLogThatItsBeforeHasChangedIsInspectedAgain() throws Exception {
    logs("a.log", "b.log");
    HookRunner runner =
        (action, placeholders, timeout) -> {
          if (files(placeholders, Hooks.PATH).equals("a.log")) {
            remove("a.log");
          }
          return runHook(action, placeholders, timeout);
        };

    assertThat(rig(rule(Hooks.Per.EACH), real, runner).whole(Cause.SCHEDULE))
        .isEqualTo(new Outcome.Done());

    assertThat(ran).startsWith("prepare a.log", "reopen a.log>", "prepare b.log");
    assertThat(names()).containsExactly("b.log" + STAMP);
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedRunStillNotifiesOfWhatItRenamed(Hooks.Per per) throws Exception {
    logs("a.log", "b.log");
    HookRunner runner =
        (action, placeholders, timeout) -> {
          Optional<String> problem = runHook(action, placeholders, timeout);
          if (ran.size() == 1) {
            Thread.currentThread().interrupt();
          }
          return problem;
        };
    Rig rig = rig(rule(per), real, runner);

    assertThatThrownBy(() -> rig.whole(Cause.SCHEDULE)).isInstanceOf(InterruptedException.class);

    assertThat(ran).hasSize(2).last().asString().startsWith("reopen a.log");
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
  void aMarkOfARuleThatHasNoHooksAnyMoreIsRemoved() throws Exception {
    logs("a.log");
    Files.createFile(directory.resolve(".a.log.filereeve-notify"));

    rig(RuleBuilder.of(directory, "*.log"), real, this::runHook).wholeAndDrain(Cause.START);

    assertThat(names()).containsExactly("a.log");
    assertThat(ran).isEmpty();
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

  @Test
  void aRuleWithoutLogsIsAnErrorOnRequest() throws Exception {
    RuleBuilder rule = RuleBuilder.of(directory, "*.log").missing(Missing.ERROR);
    Rig rig = rig(rule, real, this::runHook);

    assertThat(rig.whole(Cause.RESCAN))
        .isEqualTo(
            new Outcome.Failed(
                "cannot find a log of rotate.app: no file matches %s/*.log. Correct \"files\", or set \"missing: ok\"."
                    .formatted(directory)));

    logs("a.log");
    assertThat(rig.whole(Cause.SCHEDULE)).isEqualTo(new Outcome.Done());
    assertThat(rig.whole(Cause.SCHEDULE)).isInstanceOf(Outcome.Failed.class);
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

  @ParameterizedTest
  @EnumSource
  void aServiceThatDoesNotRunIsNotNotified(Hooks.Per per) throws Exception {
    logs("a.log", "b.log");

    assertThat(rig(after(per), real, new StoppedService()).whole(Cause.SCHEDULE))
        .isEqualTo(new Outcome.Done());

    assertThat(names()).containsExactly("a.log" + STAMP, "b.log" + STAMP);
  }

  /// Somebody does run then, whatever the pidfile says.
  @Test
  void whereAProcessStillWritesAnArchiveThatItsServiceDoesNotRunIsAProblem() throws Exception {
    logs("a.log");
    try (var _ = Files.newOutputStream(directory.resolve("a.log"), APPEND)) {
      assertThat(rig(after(Hooks.Per.ONCE), real, new StoppedService()).whole(Cause.SCHEDULE))
          .isInstanceOf(Outcome.Retry.class)
          .asString()
          .contains("there is no such file. Start the service.");
    }
  }

  private static final class StoppedService implements HookRunner {
    @Override
    public Optional<String> run(Action action, Placeholders placeholders, Duration timeout) {
      return Optional.of("there is no such file. Start the service.");
    }

    @Override
    public boolean isForStoppedService(Action action) {
      return true;
    }
  }

  private RuleBuilder after(Hooks.Per per) {
    return RuleBuilder.of(directory, "*.log").hooks(false, per);
  }

  private RuleBuilder rule(Hooks.Per per) {
    return RuleBuilder.of(directory, "*.log").hooks(true, per);
  }

  private Rig rig(RuleBuilder rule, Posix posix, HookRunner runner) {
    return new Rig(rule.settings(), posix, clock, log, runner);
  }

  private Optional<String> runHook(Action action, Placeholders placeholders, Duration timeout) {
    assertThat(timeout).isPositive();
    String program = ((Action.Run) action).argv().getFirst();
    String command = program + " " + files(placeholders, Hooks.PATH);
    if (program.equals("reopen")) {
      command += ">" + files(placeholders, Hooks.ARCHIVE);
    }
    ran.add(command);
    return failing.contains(command) ? Optional.of("no such luck.") : Optional.empty();
  }

  private static String files(Placeholders placeholders, String name) {
    String one = placeholders.values().get(name);
    List<String> all = one == null ? requireNonNull(placeholders.lists().get(name)) : List.of(one);
    return String.join(
        " ", all.stream().map(path -> String.valueOf(Path.of(path).getFileName())).toList());
  }

  private void logs(String... names) throws IOException {
    for (String name : names) {
      Files.writeString(directory.resolve(name), "x");
    }
  }

  private List<String> names() {
    try {
      return List.copyOf(Rig.names(directory));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void remove(String name) {
    try {
      Files.deleteIfExists(directory.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
