package filereeve.app;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/// `filereeve reload`.
final class ReloadCommand {
  /// The daemon's own time comes first.
  private static final Duration WITHIN = ControlAnswers.LONGEST_RELOAD.plusSeconds(5);

  private final DaemonOptions daemon = new DaemonOptions();

  CommandSpec spec() {
    return Cli.command(
        ControlAnswers.RELOAD,
        "Has the daemon read its configuration again; returns when it is in force, or says why"
            + " not.",
        this::reload,
        daemon.and());
  }

  private ExitCode reload() throws IOException, InterruptedException {
    Map<String, Object> result = daemon.ask(ControlAnswers.RELOAD, Map.of(), WITHIN);
    System.out.printf(
        "%s: %s in force.%n",
        Boolean.TRUE.equals(result.get("changed")) ? "Reloaded" : "Nothing has changed",
        rules(result));
    if (result.get("need_restart") instanceof List<?> keys && !keys.isEmpty()) {
      System.out.printf(
          "In force after a restart: %s. Run: systemctl restart filereeve%n",
          String.join(", ", keys.stream().map(String::valueOf).toList()));
    }
    return ExitCode.FINE;
  }

  private static String rules(Map<String, Object> result) {
    return result.get("rules") instanceof Long number
        ? ConfigOption.count(number, "rule") + (number == 1 ? " is" : " are")
        : "the rules are";
  }
}
