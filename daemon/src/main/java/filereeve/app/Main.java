package filereeve.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.config.Language;
import filereeve.demo.Demo;
import filereeve.schema.JsonSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `filereeve`: the command line.
@Command(
    name = "filereeve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Keeps a Linux host's files in order: rotates, compresses and reloads.",
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      InitCommand.class,
      SystemdPathsCommand.class,
      GenerateCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:fine",
      " 1:the demo found a fault, or the program cannot continue: a bug, or no thread is to be had",
      "64:wrong usage",
      "66:there is no such file",
      "75:try again: another daemon has the state directory",
      "77:a permission is missing, or somebody who is not trusted can change what it needs",
      "78:the configuration is bad"
    })
public final class Main implements Runnable {
  @Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

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
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::usageError)
        .setExecutionExceptionHandler(Main::failure);
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "which command? Such as: filereeve check");
    }
  }

  @Command(
      name = "schema",
      mixinStandardHelpOptions = true,
      description = "Prints the JSON Schema of the configuration, for editors.")
  int schema() {
    System.out.print(JsonSchema.text(new Language(Kinds.ALL).root()));
    return ExitCode.FINE.number();
  }

  @Command(
      name = "demo",
      mixinStandardHelpOptions = true,
      description = "Shows a real daemon at work on a scratch tree, and counts every line.")
  int demo(
      @Option(
              names = "--seconds",
              paramLabel = "N",
              description = "How long to write (default: ${DEFAULT-VALUE}; 6 to 3600).",
              defaultValue = "20")
          int seconds,
      @Option(names = "--keep", description = "Keep the scratch tree for inspection.") boolean keep)
      throws IOException, InterruptedException {
    if (seconds < 6 || seconds > 3600) {
      throw new CommandFailure(ExitCode.USAGE, "--seconds must be 6 to 3600, not " + seconds);
    }
    var out = new PrintWriter(System.out, true, UTF_8);
    boolean fine = new Demo(out, Duration.ofSeconds(seconds), keep).show();
    return (fine ? ExitCode.FINE : ExitCode.FOUND_FAULTS).number();
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
      return failure.exitCode().number();
    }
    throw e;
  }
}
