package filereeve.app;

import static java.time.ZoneOffset.UTC;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `filereeve generate`: what a package has besides the program. It is for those who build
/// packages, and hidden from everybody else.
final class GenerateCommand {
  private final OptionSpec date =
      Cli.option(
              "INSTANT",
              Instant.class,
              "When the build was, such as 2026-11-21T00:00:00Z.",
              "--date")
          .converters((ITypeConverter<Instant>) Instant::parse)
          .required(true)
          .build();
  private final PositionalParamSpec checkout = Cli.path(0, "CHECKOUT", "The sources, with docs/.");
  private final PositionalParamSpec target = Cli.path(1, "DIRECTORY", "Where to.");
  private final Supplier<CommandSpec> main;

  /// @param main the program, with all commands
  GenerateCommand(Supplier<CommandSpec> main) {
    this.main = main;
  }

  CommandSpec spec() {
    CommandSpec command =
        Cli.command(
            "generate", "Writes man pages and completions, for a package.", this::generate, date);
    command.usageMessage().hidden(true);
    return command.addPositional(checkout).addPositional(target);
  }

  private ExitCode generate() {
    Path from = Cli.value(checkout, Path.class);
    Path to = Cli.value(target, Path.class);
    LocalDate day = LocalDate.ofInstant(Cli.value(date, Instant.class), UTC);
    try {
      new PackagePages(new CommandTree(main.get()), day, from, to).write();
      return ExitCode.FINE;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.NO_INPUT,
          "cannot write man pages and completions of %s into %s: %s. Name a checkout of the sources, and a directory that you can write."
              .formatted(from, to, e));
    }
  }
}
