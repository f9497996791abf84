package filereeve.app;

import filereeve.config.Language;
import filereeve.schema.JsonSchema;
import java.io.PrintWriter;
import java.util.stream.Stream;
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
      code = commandLine().execute(args);
    } catch (Throwable e) {
      System.err.println("filereeve: " + FatalError.message(e));
      Runtime.getRuntime().halt(ExitCode.SOFTWARE.number());
      return;
    }
    System.exit(code);
  }

  static CommandLine commandLine() {
    CommandSpec main =
        Cli.command(
            "filereeve",
            "Keeps a Linux host's files in order: rotates, compresses and reloads.",
            Main::noCommand);
    main.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.meanings());
    Stream.of(
            new RunCommand().spec(),
            new CheckCommand().spec(),
            new StatusCommand().spec(),
            new ReloadCommand().spec(),
            new RunNowCommand().spec(),
            new InitCommand().spec(),
            new SystemdPathsCommand().spec(),
            new GenerateCommand(main).spec(),
            new DemoCommand().spec(),
            schema())
        .forEach(command -> main.addSubcommand(command.name(), command));
    return new CommandLine(main)
        .setParameterExceptionHandler(Main::usageError)
        .setExecutionExceptionHandler(Main::failure);
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
