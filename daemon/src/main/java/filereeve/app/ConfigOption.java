package filereeve.app;

import filereeve.config.ConfigLoader;
import filereeve.config.Loaded;
import filereeve.config.PatientLoader;
import filereeve.files.PathTrust;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.schema.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/// `--config FILE`.
final class ConfigOption {
  static final Path DEFAULT = Path.of("/etc/filereeve/filereeve.yaml");

  /// What a command does with a good configuration.
  interface Use {
    ExitCode of(Loaded.Good good) throws IOException;
  }

  private final OptionSpec option =
      Cli.file("The configuration (default: " + DEFAULT + ").", "-c", "--config");

  OptionSpec option() {
    return option;
  }

  Path file() {
    return named().orElse(DEFAULT).toAbsolutePath().normalize();
  }

  /// Whether somebody has named it.
  boolean isNamed() {
    return named().isPresent();
  }

  private Optional<Path> named() {
    return Optional.ofNullable(option.getValue());
  }

  /// Reads configurations as this host has them.
  static PatientLoader loader(Posix posix, Map<String, String> environment) {
    return PatientLoader.of(new ConfigLoader(Kinds.ALL, environment, posix, new PathTrust(posix)));
  }

  /// Reads the configuration for a command. If it is not good, standard error says why, and the
  /// exit code.
  ///
  /// @param task of the command, a verb
  ExitCode use(String task, Use use) throws IOException, InterruptedException {
    PrintStream err = System.err;
    return switch (loader(new LinuxPosix(), System.getenv()).load(file())) {
      case Loaded.Good good -> use.of(good);
      case Loaded.Bad bad -> {
        bad.problems().forEach(err::println);
        long errors =
            bad.problems().stream().filter(p -> p.severity() == Problem.Severity.ERROR).count();
        long hints = bad.problems().size() - errors;
        err.println(count(errors, "problem") + (hints == 0 ? "" : ", " + count(hints, "hint")));
        yield ExitCode.of(bad.reason());
      }
      case Loaded.Unfinished(Path written) -> {
        err.println(StartConfiguration.unfinished(task, written));
        yield ExitCode.TRY_AGAIN;
      }
      case Loaded.Silent silent -> {
        err.println(silent.message() + ". " + silent.remedy() + ".");
        yield ExitCode.TRY_AGAIN;
      }
    };
  }

  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
