package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.kind.rotate.WriterNotification.Pending;
import filereeve.posix.LinuxPosix;
import filereeve.process.Action;
import filereeve.process.Actions;
import filereeve.process.Commands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HookCommandTest {
  private static final List<Pending> MANY =
      IntStream.range(0, 10_500)
          .mapToObj(i -> "/srv/eve/logs/%06d%s.log".formatted(i, "é".repeat(90)))
          .map(log -> new Pending(Path.of(log), Optional.of(Path.of(log + ".1")), 0))
          .toList();

  @Test
  void moreLogsThanACommandTakesAreGivenToSeveral() throws Exception {
    Action action = new Action.Run(List.of("true", "-f", "<path>", "<archive>"));
    try (var commands = new Commands(new LinuxPosix())) {
      HookCommand command = command(Hooks.Per.ONCE, commands);

      List<List<Pending>> batches = command.batches(action, MANY);

      assertThat(batches).hasSizeBetween(2, 10);
      assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(MANY);
      for (List<Pending> batch : batches) {
        assertThat(command.run(action, batch, Duration.ofMinutes(1))).isEmpty();
      }
      assertThat(command.run(action, MANY, Duration.ofMinutes(1)))
          .hasValueSatisfying(why -> assertThat(why).contains("Argument list too long"));
    }
  }

  @Test
  void aCommandThatDoesNotNameThemRunsOnceForAnyNumber() throws Exception {
    try (var commands = new Commands(new LinuxPosix())) {
      HookCommand command = command(Hooks.Per.ONCE, commands);
      assertThat(command.batches(new Action.Run(List.of("reopen")), MANY)).containsExactly(MANY);
      assertThat(command.batches(new Action.Systemctl("reload", "app.service"), MANY))
          .containsExactly(MANY);
      assertThat(command.batches(new Action.Run(List.of("reopen")), List.of())).isEmpty();
    }
  }

  @Test
  void withEachItRunsForEveryLog() throws Exception {
    try (var commands = new Commands(new LinuxPosix())) {
      assertThat(command(Hooks.Per.EACH, commands).batches(new Action.Run(List.of("x")), MANY))
          .hasSize(MANY.size());
    }
  }

  private static HookCommand command(Hooks.Per per, Commands commands) {
    var posix = new LinuxPosix();
    return new HookCommand(
        RuleBuilder.of(Path.of("/srv/eve/logs"), "*.log").hooks(true, per).settings(),
        new Actions(commands, posix)::perform,
        posix);
  }
}
