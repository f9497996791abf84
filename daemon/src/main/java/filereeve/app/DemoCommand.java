package filereeve.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.demo.Demo;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `filereeve demo`.
final class DemoCommand {
  private static final int SHORTEST = 6;
  private static final int LONGEST = 3600;

  private final OptionSpec seconds =
      Cli.option(
              "N",
              int.class,
              "How long to write (default: ${DEFAULT-VALUE}; " + SHORTEST + " to " + LONGEST + ").",
              "--seconds")
          .defaultValue("20")
          .build();
  private final OptionSpec keep = Cli.flag("--keep", "Keep the scratch tree for inspection.");

  CommandSpec spec() {
    return Cli.command(
        "demo",
        "Shows a real daemon at work on a scratch tree, and counts every line.",
        this::show,
        seconds,
        keep);
  }

  private ExitCode show() throws IOException, InterruptedException {
    int length = Cli.value(seconds, Integer.class);
    if (length < SHORTEST || length > LONGEST) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--seconds must be %d to %d, not %d".formatted(SHORTEST, LONGEST, length));
    }
    var out = new PrintWriter(System.out, true, UTF_8);
    boolean fine = new Demo(out, Duration.ofSeconds(length), Cli.isGiven(keep)).show();
    return fine ? ExitCode.FINE : ExitCode.FOUND_FAULTS;
  }
}
