package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.control.Answer;
import filereeve.control.ControlRequest;
import filereeve.control.ControlServer;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.schema.Problem;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import filereeve.words.Nearest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the running daemon answers to each request of the control socket.
///
/// @param reload has the daemon's own configuration read again, and those of services checked again
record ControlAnswers(
    Engine engine,
    ConfigurationHandler configuration,
    StatusReport status,
    Runnable reload,
    Log log)
    implements ControlServer.Answers {
  /// What the daemon does is called after the command that asks for it.
  static final String STATUS = "status";

  static final String RELOAD = "reload";
  static final String RUN_NOW = "run-now";

  /// The argument that names a rule, and the one that says that the end of its run is waited for.
  static final String RULE = "rule";

  static final String WAIT = "wait";

  /// A configuration is read within a minute, or the filesystem that has it does not answer.
  static final Duration LONGEST_RELOAD = Duration.ofSeconds(70);

  static final Duration LONGEST_RUN = Duration.ofHours(1);

  /// How often it is asked whether the client is still there.
  private static final Duration GLANCE = Duration.ofSeconds(1);

  @Override
  public Answer answer(ControlRequest request, ControlServer.Client client)
      throws InterruptedException {
    Optional<String> wrong = wrong(request);
    if (wrong.isPresent()) {
      return refusal(ExitCode.USAGE, wrong.get());
    }
    return switch (request.command()) {
      case STATUS -> request.text(RULE).isEmpty() ? all() : ofRule(request, this::one);
      case RELOAD -> ifAllowed(request, client, () -> reloaded(client));
      case RUN_NOW ->
          ifAllowed(request, client, () -> ofRule(request, rule -> run(rule, request, client)));
      default ->
          refusal(
              ExitCode.USAGE,
              "the daemon has no command \"%s\". If this program is newer, restart the daemon."
                  .formatted(request.command()));
    };
  }

  private static Optional<String> wrong(ControlRequest request) {
    Map<String, Object> arguments = request.arguments();
    if (arguments.containsKey(RULE) && request.text(RULE).isEmpty()) {
      return Optional.of("\"rule\" is no text.");
    }
    return arguments.containsKey(WAIT) && !(arguments.get(WAIT) instanceof Boolean)
        ? Optional.of("\"wait\" is neither true nor false.")
        : Optional.empty();
  }

  /// What is answered if the client may have it done.
  private interface Doing {
    Answer answer() throws InterruptedException;
  }

  private Answer ifAllowed(ControlRequest request, ControlServer.Client client, Doing doing)
      throws InterruptedException {
    if (!client.mayChange()) {
      return refusal(
          ExitCode.PERMISSION,
          "cannot %s: only root and the user of the daemon may. Use sudo."
              .formatted(request.command()));
    }
    return engine.rules().rules().isEmpty()
        ? refusal(ExitCode.TRY_AGAIN, "the daemon is starting. Try again when it is ready.")
        : doing.answer();
  }

  private Answer all() {
    return new Answer.Result(status.all());
  }

  private Answer one(RuleName rule) {
    return new Answer.Result(status.only(rule));
  }

  /// What is answered for a rule.
  private interface OfRule {
    Answer answer(RuleName rule) throws InterruptedException;
  }

  private Answer ofRule(ControlRequest request, OfRule answers) throws InterruptedException {
    String wanted = request.text(RULE).orElse("");
    Map<String, RuleName> known = new LinkedHashMap<>();
    status.rules().forEach(rule -> known.put(rule.toString(), rule));
    RuleName rule = known.get(wanted);
    String hint = Nearest.hint(wanted, known.keySet());
    return rule != null
        ? answers.answer(rule)
        : refusal(
            ExitCode.USAGE,
            "there is no rule \"%s\"%s filereeve status names them all."
                .formatted(wanted, hint.isEmpty() ? "." : hint));
  }

  /// Waits no longer than there is somebody who wants to know.
  private static Optional<RunWaits.Ended> await(
      RunWaits.Wait wait, Duration longest, ControlServer.Client client)
      throws InterruptedException {
    Optional<RunWaits.Ended> ended = Optional.empty();
    for (long left = longest.toSeconds(); left > 0 && !client.isGone().getAsBoolean(); left--) {
      ended = wait.await(GLANCE);
      if (wait.isOver()) {
        break;
      }
    }
    return ended;
  }

  private Answer reloaded(ControlServer.Client client) throws InterruptedException {
    log.log(Event.ASKED, field("command", RELOAD), field("user", client.user()));
    var key = new RunKey(ConfigurationHandler.NAME, new Subject.Whole());
    try (RunWaits.Wait wait = engine.results().begin(key)) {
      reload.run();
      return await(wait, LONGEST_RELOAD, client)
          .map(ended -> reloaded(ended.outcome()))
          .orElseGet(
              () ->
                  refusal(
                      ExitCode.TRY_AGAIN,
                      "the configuration was not read within %d s. The log says what the daemon does."
                          .formatted(LONGEST_RELOAD.toSeconds())));
    }
  }

  private Answer reloaded(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done _ -> inForce(true);
      case Outcome.Skipped _ when configuration.isMissing() ->
          refusal(ExitCode.NO_INPUT, "there is no configuration. Write one: filereeve init.");
      case Outcome.Skipped _ -> inForce(false);
      case Outcome.Refused _ ->
          refusal(
              ExitCode.of(configuration.reason()),
              "the configuration is bad, and the one before stays in force.",
              configuration.refused().stream().map(Problem::toString).toArray(String[]::new));
      case Outcome.Deferred(Duration _, String why) ->
          refusal(ExitCode.TRY_AGAIN, "the configuration was not read: %s.".formatted(why));
      case Outcome.Retry(String why) -> refusal(ExitCode.TRY_AGAIN, why);
      case Outcome.Failed(String why) -> refusal(ExitCode.SOFTWARE, why);
    };
  }

  private Answer inForce(boolean changed) {
    var result = new LinkedHashMap<String, Object>();
    result.put("changed", changed);
    result.put("rules", configuration.inForce().rules().size());
    result.put("need_restart", status.needRestart());
    return new Answer.Result(result);
  }

  private Answer run(RuleName rule, ControlRequest request, ControlServer.Client client)
      throws InterruptedException {
    log.log(
        Event.ASKED, field("command", RUN_NOW), field("rule", rule), field("user", client.user()));
    var key = new RunKey(rule, new Subject.Whole());
    try (RunWaits.Wait wait = engine.results().begin(key)) {
      engine.offer(new Trigger(key, Cause.OPERATOR));
      if (!Boolean.TRUE.equals(request.arguments().get(WAIT))) {
        return new Answer.Result(Map.of(RULE, rule.toString()));
      }
      Optional<RunWaits.Ended> ended = await(wait, LONGEST_RUN, client);
      if (ended.isEmpty()) {
        return refusal(
            ExitCode.TRY_AGAIN,
            "%s has not ended within an hour. filereeve status %s says how far it is."
                .formatted(rule, rule));
      }
      return ended.get().run().isEmpty()
          ? refusal(ExitCode.USAGE, "%s was removed before it could run.".formatted(rule))
          : new Answer.Result(ended(rule, ended.get()));
    }
  }

  private static Map<String, Object> ended(RuleName rule, RunWaits.Ended ended) {
    var result = new LinkedHashMap<String, Object>();
    result.put(RULE, rule.toString());
    result.put("run", ended.run());
    result.putAll(StatusReport.outcome(ended.outcome()));
    return result;
  }

  private static Answer refusal(ExitCode code, String message, String... details) {
    return new Answer.Refusal(code.number(), message, List.of(details));
  }
}
