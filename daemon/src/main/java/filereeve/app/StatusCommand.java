package filereeve.app;

import filereeve.schema.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `filereeve status`.
final class StatusCommand {
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private final DaemonOptions daemon = new DaemonOptions();
  private final PositionalParamSpec rule =
      Cli.rule("Only this rule, with all that is known of it.", false);
  private final OptionSpec json = Cli.flag("--json", "Print it as JSON, on one line.");

  CommandSpec spec() {
    return Cli.command(
            ControlAnswers.STATUS,
            "Says what the daemon and each of its rules do; fails if a rule fails.",
            this::status,
            daemon.and(json))
        .addPositional(rule);
  }

  private ExitCode status() throws IOException, InterruptedException {
    Optional<String> named = Optional.ofNullable(rule.getValue());
    var arguments = new LinkedHashMap<String, Object>();
    named.ifPresent(name -> arguments.put(ControlAnswers.RULE, name));
    Map<String, Object> status = daemon.ask(ControlAnswers.STATUS, arguments, WITHIN);
    if (Cli.isGiven(json)) {
      System.out.println(Json.line(status));
    } else {
      var text = new StatusScreen(Terminal.visible(status), Instant.now(), Terminal.takesColor());
      System.out.print(named.isPresent() ? text.ofRule() : text.ofAll());
    }
    return fails(status, named) ? ExitCode.FAILING : ExitCode.FINE;
  }

  private static boolean fails(Map<String, Object> status, Optional<String> named) {
    return named.isPresent()
        ? all(status, "failing").contains(named.get())
        : !all(status, "failing").isEmpty() || !all(status, "config_refused").isEmpty();
  }

  private static List<?> all(Map<String, Object> status, String name) {
    return status.get(name) instanceof List<?> all ? all : List.of();
  }
}
