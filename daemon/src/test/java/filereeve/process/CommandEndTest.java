package filereeve.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.posix.LinuxPosix;
import filereeve.testing.Held;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a command that is ended, and of what is known about one that has ended.
class CommandEndTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  /// Longer than a shell takes to begin on a busy machine.
  private static final Duration BEGUN = Duration.ofSeconds(1);

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;
  private final Commands commands = new Commands(new LinuxPosix());

  private Ended run(Duration timeout, String... argv) throws InterruptedException {
    return commands.run(new Action.Run(List.of(argv)), Placeholders.NONE, timeout);
  }

  /// Takes half a second to clean up.
  private String[] slowToEnd(Path cleaned) {
    String clean = "sleep 0.5; echo done >%s; exit 0".formatted(cleaned);
    return new String[] {
      "sh", "-c", "trap '%s' TERM; while :; do sleep 0.02; done".formatted(clean)
    };
  }

  @Test
  void aCommandWhoseTimeIsOverHasTwoSecondsToCleanUp() throws Exception {
    Path cleaned = directory.resolve("cleaned");
    assertThat(run(BEGUN, slowToEnd(cleaned))).isInstanceOf(Ended.TimedOut.class);
    assertThat(cleaned).hasContent("done");
  }

  @Test
  void nothingIsKeptOfCommandsThatHaveEnded() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "no program");
    var before = Held.by(commands);
    run(LONG, "true");
    run(LONG, "false");
    run(LONG, text.toString());
    run(SHORT, "sleep", "60");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> run(LONG, "sleep", "60")).isInstanceOf(InterruptedException.class);
    run(LONG, "true");
    assertThat(Held.by(commands)).isEqualTo(before);
  }
}
