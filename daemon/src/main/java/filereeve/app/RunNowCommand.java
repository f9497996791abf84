package filereeve.app;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `filereeve run-now`.
final class RunNowCommand {
  private static final Duration UNTIL_TAKEN = Duration.ofSeconds(10);

  private final DaemonOptions daemon = new DaemonOptions();
  private final PositionalParamSpec rule = Cli.rule("The rule, such as rotate.app.", true);
  private final OptionSpec wait =
      Cli.flag(
          "--wait",
          "Wait until the run has ended, for an hour at most, and say how. What it hands on, such"
              + " as compression, is a run of its own.");

  CommandSpec spec() {
    return Cli.command(
            ControlAnswers.RUN_NOW,
            "Runs a rule now, as its schedule would.",
            this::runNow,
            daemon.and(wait))
        .addPositional(rule);
  }

  private ExitCode runNow() throws IOException, InterruptedException {
    String name = Cli.value(rule, String.class);
    var arguments = new LinkedHashMap<String, Object>();
    arguments.put(ControlAnswers.RULE, name);
    arguments.put(ControlAnswers.WAIT, Cli.isGiven(wait));
    Map<String, Object> result =
        Terminal.visible(
            daemon.ask(
                ControlAnswers.RUN_NOW,
                arguments,
                Cli.isGiven(wait) ? ControlAnswers.LONGEST_RUN.plus(UNTIL_TAKEN) : UNTIL_TAKEN));
    if (!(result.get("outcome") instanceof String outcome)) {
      System.out.printf(
          "%s runs as soon as it can. filereeve status %s says how it went.%n", name, name);
      return ExitCode.FINE;
    }
    Object why = result.get("why");
    System.out.printf(
        "%s: %s (run %s)%s%n", name, outcome, result.get("run"), why == null ? "." : ": " + why);
    return switch (outcome) {
      case "done", "skipped" -> ExitCode.FINE;
      case "deferred" -> ExitCode.TRY_AGAIN;
      default -> ExitCode.FAILING;
    };
  }
}
