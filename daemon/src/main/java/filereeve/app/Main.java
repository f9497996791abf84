package filereeve.app;

import filereeve.config.Language;
import filereeve.schema.JsonSchema;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// `filereeve`: the command line.
public final class Main {
  private Main() {}

  /// Ends the process whatever happens: a thread that is at work would keep it, and nobody would
  /// start it again.
  public static void main(String[] args) {
    int code;
    try {
      code = commandLine(args).execute(args);
    } catch (Throwable e) {
      System.err.println("filereeve: " + FatalError.message(e));
      Runtime.getRuntime().halt(ExitCode.SOFTWARE.number());
      return;
    }
    System.exit(code);
  }

  /// With all commands.
  static CommandLine commandLine() {
    return commandLine(new String[0]);
  }

  /// Only with the command that is named: to describe the others takes longer than to find it.
  private static CommandLine commandLine(String[] args) {
    CommandSpec main =
        Cli.command(
            "filereeve",
            "Keeps a Linux host's files in order: rotates, compresses and reloads.",
            Main::noCommand);
    main.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.meanings());
    Map<String, Supplier<CommandSpec>> commands = commands();
    Supplier<CommandSpec> named = args.length == 0 ? null : commands.get(args[0]);
    if (named == null) {
      commands.forEach((name, command) -> add(main, name, command.get()));
    } else {
      add(main, args[0], named.get());
    }
    return new CommandLine(main, Cli.FACTORY)
        .setParameterExceptionHandler(Main::usageError)
        .setExecutionExceptionHandler(Main::failure);
  }

  /// In the order of the help.
  private static Map<String, Supplier<CommandSpec>> commands() {
    var commands = new LinkedHashMap<String, Supplier<CommandSpec>>();
    commands.put("run", () -> new RunCommand().spec());
    commands.put("check", () -> new CheckCommand().spec());
    commands.put(ControlAnswers.STATUS, () -> new StatusCommand().spec());
    commands.put(ControlAnswers.RELOAD, () -> new ReloadCommand().spec());
    commands.put(ControlAnswers.RUN_NOW, () -> new RunNowCommand().spec());
    commands.put("init", () -> new InitCommand().spec());
    commands.put("systemd-paths", () -> new SystemdPathsCommand().spec());
    commands.put(
        "generate", () -> new GenerateCommand(() -> commandLine().getCommandSpec()).spec());
    commands.put("demo", () -> new DemoCommand().spec());
    commands.put("schema", Main::schema);
    return commands;
  }

  private static void add(CommandSpec main, String name, CommandSpec command) {
    main.addSubcommand(name, new CommandLine(command, Cli.FACTORY));
  }

  private static ExitCode noCommand() {
    throw new CommandFailure(ExitCode.USAGE, "which command? Such as: filereeve check");
  }

  private static CommandSpec schema() {
    return Cli.command(
        "schema",
        "Prints the JSON Schema of the configuration, for editors.",
        () -> {
          System.out.print(JsonSchema.text(new Language(Kinds.ALL).root()));
          return ExitCode.FINE;
        });
  }

  private static int usageError(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("filereeve: " + e.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      e.getCommandLine().usage(err);
    }
    return ExitCode.USAGE.number();
  }

  /// What a command could not do: one sentence. Only what must not happen has a stack trace.
  private static int failure(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof CommandFailure failure) {
      command.getErr().println("filereeve: " + failure.getMessage());
      if (command.getParent() == null) {
        command.usage(command.getErr());
      }
      return failure.exitCode().number();
    }
    throw e;
  }
}
