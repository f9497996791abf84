package filereeve.config;

import filereeve.process.Action;
import filereeve.process.SignalName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// How another program is told something.
final class ActionKeys {
  private static final List<String> VERBS =
      List.of("reload", "restart", "reload-or-restart", "try-restart", "try-reload-or-restart");

  private static final Key<SignalName> SIGNAL =
      Key.optional(
          "signal",
          Words.of(List.of(SignalName.values()), SignalName::name),
          "A signal to the process that `pidfile` names.");
  private static final Key<Path> PIDFILE =
      Key.optional("pidfile", Types.PATH, "A file whose first line is the process id.");
  private static final Key<String> SYSTEMCTL =
      Key.optional(
          "systemctl", Words.of(VERBS, Function.identity()), "What systemd shall do with `unit`.");
  private static final Key<String> UNIT =
      Key.optional("unit", Types.SYSTEMD_UNIT, "A systemd unit, such as `nginx.service`.");

  static final Section<Action> SECTION = section();

  private static final String RUN_DOC =
      "A program and its arguments, `[cmd, arg]`. No shell reads them; 0 is success.";

  private ActionKeys() {}

  /// @param placeholders that have a value in the command, besides `rule`
  static Section<Action> section(String... placeholders) {
    Key<List<String>> run = Key.optional("run", Types.command(Set.of(placeholders)), RUN_DOC);
    return Section.of(
            "an action",
            List.<Key<?>>of(run, SIGNAL, PIDFILE, SYSTEMCTL, UNIT),
            v -> action(v, run))
        .withForms(
            List.of(List.of("run"), List.of("signal", "pidfile"), List.of("systemctl", "unit")))
        .withReserved("http", "socket", "expect");
  }

  private static Action action(Values v, Key<List<String>> runKey) {
    Optional<List<String>> run = v.find(runKey);
    if (run.isPresent()) {
      return new Action.Run(run.get());
    }
    Optional<SignalName> signal = v.find(SIGNAL);
    return signal.isPresent()
        ? new Action.Signal(signal.get(), v.get(PIDFILE))
        : new Action.Systemctl(v.get(SYSTEMCTL), v.get(UNIT));
  }
}
