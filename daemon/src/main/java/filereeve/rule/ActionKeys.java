package filereeve.rule;

import filereeve.process.Action;
import filereeve.process.Interpreter;
import filereeve.process.SignalName;
import filereeve.schema.Key;
import filereeve.schema.ListType;
import filereeve.schema.Node.Kind;
import filereeve.schema.ScalarType;
import filereeve.schema.Section;
import filereeve.schema.Type;
import filereeve.schema.Types;
import filereeve.schema.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Actions: how another program is notified.
public final class ActionKeys {
  private static final List<String> VERBS =
      List.of("reload", "restart", "reload-or-restart", "try-restart", "try-reload-or-restart");

  private static final Pattern UNIT_NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.\\\\@-]{0,255}");

  /// `<rule>` is known everywhere, these where there is something to put in their place.
  private static final Pattern PLACEHOLDER = Pattern.compile("<(path|archive|message)>");

  private static final Type<String> SYSTEMD_UNIT =
      Types.text(
          "unit",
          "the name of a systemd unit",
          "Write a name such as nginx.service",
          text -> Types.matching(UNIT_NAME, text, "the name of a systemd unit"));

  private static final Key<SignalName> SIGNAL =
      Key.optional(
          "signal",
          Types.oneOf(List.of(SignalName.values()), SignalName::name),
          "A signal to the process that `pidfile` names.");
  public static final Key<Path> PIDFILE =
      Key.optional("pidfile", Types.PATH, "A file whose first line is the process id.");
  public static final Key<String> SYSTEMCTL =
      Key.optional(
          "systemctl", Types.oneOf(VERBS, Function.identity()), "What systemd does with `unit`.");
  private static final Key<String> UNIT =
      Key.optional("unit", SYSTEMD_UNIT, "A systemd unit, such as `nginx.service`.");

  public static final Section<Action> SECTION = section();

  public static final Type<List<String>> COMMAND = command();

  private static final String RUN_DOC =
      "A program and its arguments, `[cmd, arg]`. No shell reads them; 0 is success.";

  private ActionKeys() {}

  /// @param placeholders that have a value in the command, besides `rule`
  public static Section<Action> section(String... placeholders) {
    Key<List<String>> run = Key.optional("run", command(placeholders), RUN_DOC);
    return Section.of(
            "an action",
            List.<Key<?>>of(run, SIGNAL, PIDFILE, SYSTEMCTL, UNIT),
            v -> action(v, run))
        .withForms(
            List.of(List.of("run"), List.of("signal", "pidfile"), List.of("systemctl", "unit")))
        .withCheck(v -> checkCommand(v, run))
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

  /// @param placeholders that have a value there, besides `rule`
  public static Type<List<String>> command(String... placeholders) {
    Set<String> known = Set.of(placeholders);
    return new ListType<>(
        "command",
        new ScalarType<>(
            "argument",
            "a program or an argument",
            "Write text",
            Set.of(Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN),
            text -> argument(text, known),
            Types.ordered("type", List.of("string", "number", "boolean"))),
        "[nginx, -t]",
        false);
  }

  /// Refuses a placeholder in code: whoever names a log would write commands for the program's
  /// user. `<rule>` is no danger, since the configuration says it, in letters that no shell
  /// interprets.
  public static void checkCommand(Values v, Key<List<String>> key) {
    v.find(key)
        .flatMap(argv -> Interpreter.code(argv, text -> PLACEHOLDER.matcher(text).find()))
        .ifPresent(
            code ->
                v.error(
                    key,
                    "%s executes the argument that has `%s`, and a file's name can hold commands"
                        .formatted(code.program(), first(code.argument())),
                    code.program().endsWith("ssh")
                        ? "Copy files by rsync, scp or sftp"
                        : "Pass it behind the text: [sh, -c, 'cmd \"$1\"', x, %s]"
                            .formatted(first(code.argument()))));
  }

  private static String first(String argument) {
    return PLACEHOLDER.matcher(argument).results().findFirst().orElseThrow().group();
  }

  private static String argument(String text, Set<String> placeholders) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      if (!placeholders.contains(placeholder.group(1))) {
        throw new IllegalArgumentException(
            "the placeholder `%s` has no value here. Remove it".formatted(placeholder.group()));
      }
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an argument cannot contain a NUL. Remove it");
    }
    return text;
  }
}
