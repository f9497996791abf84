package filereeve.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.demo.Demo;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `filereeve demo`.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Shows a real daemon at work on a scratch tree, and counts every line.")
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long to write (default: ${DEFAULT-VALUE}; 6 to 3600).",
      defaultValue = "20")
  private int seconds = 20;

  @Option(names = "--keep", description = "Leave the scratch tree to look at.")
  private boolean keep;

  @Override
  public Integer call() throws Exception {
    if (seconds < 6 || seconds > 3600) {
      throw new CommandFailure(ExitCode.USAGE, "--seconds must be 6 to 3600, not " + seconds);
    }
    var out = new PrintWriter(System.out, true, UTF_8);
    boolean fine = new Demo(out, Duration.ofSeconds(seconds), keep).show();
    return (fine ? ExitCode.FINE : ExitCode.FOUND_FAULTS).number();
  }
}
