package filereeve.kind.rotate;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.kind.rotate.RotateSettings.Missing;
import filereeve.process.Action;
import filereeve.process.Placeholders;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// When `before` and `after` run, once or for each log, and for which files.
class HooksTest extends HookedLogs {
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

  @Test
  void aMarkOfARuleThatHasNoHooksAnyMoreIsRemoved() throws Exception {
    logs("a.log");
    Files.createFile(directory.resolve(".a.log.filereeve-notify"));

    rig(RuleBuilder.of(directory, "*.log"), real, this::runHook).wholeAndDrain(Cause.START);

    assertThat(names()).containsExactly("a.log");
    assertThat(ran).isEmpty();
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
}
