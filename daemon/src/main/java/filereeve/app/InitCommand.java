package filereeve.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.config.Loaded;
import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.PosixException;
import filereeve.setup.FirstConfiguration;
import filereeve.setup.Questions;
import java.io.BufferedReader;
import java.io.Console;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `filereeve init`.
final class InitCommand {
  private static final String TEMPLATE = "/filereeve.yaml";

  private final ConfigOption config = new ConfigOption();
  private final OptionSpec yes = Cli.flag("--yes", "Do not ask: begin with what is suggested.");
  private final OptionSpec noInput = Cli.flag("--no-input", "Do not ask: begin with no rule.");

  CommandSpec spec() {
    return Cli.command(
            "init",
            "Writes a commented configuration where there is none yet. On a terminal it asks which"
                + " logs and services to begin with.",
            this::init,
            config.option())
        .addArgGroup(ArgGroupSpec.builder().exclusive(true).addArg(yes).addArg(noInput).build());
  }

  private ExitCode init() throws IOException, InterruptedException {
    Path file = config.file();
    if (Files.exists(file) && !isUntouched(file)) {
      throw exists(file);
    }
    requireWritable(file);
    FirstConfiguration rules = rules();
    write(file, rules.text(template()));
    if (rules.size() == 0) {
      System.out.printf(
          "Wrote %s%s. Uncomment what you want, then: filereeve check --config %s%n",
          file,
          Cli.isGiven(yes) ? " without a rule: for this host nothing is suggested" : "",
          file);
      return ExitCode.FINE;
    }
    System.out.printf(
        "Wrote %s, with %d rule%s. Read it, then: filereeve check --config %s%n",
        file, rules.size(), rules.size() == 1 ? "" : "s", file);
    return checked(file);
  }

  /// Before questions are answered in vain.
  private static void requireWritable(Path file) throws IOException {
    Path directory = file.resolveSibling("");
    while (Files.notExists(directory)) {
      directory = directory.resolveSibling("");
    }
    if (Files.isDirectory(directory) && !Files.isWritable(directory)) {
      boolean readOnly = Files.getFileStore(directory).isReadOnly();
      throw new CommandFailure(
          readOnly ? ExitCode.TRY_AGAIN : ExitCode.PERMISSION,
          cannotWrite(file, directory + ": " + (readOnly ? Errno.EROFS : Errno.EACCES).text()));
    }
  }

  private FirstConfiguration rules() throws IOException {
    Optional<Console> terminal = Terminal.find();
    if (Cli.isGiven(noInput) || (terminal.isEmpty() && !Cli.isGiven(yes))) {
      return FirstConfiguration.NONE;
    }
    FirstConfiguration found = FirstConfiguration.of(Path.of("/"));
    if (Cli.isGiven(yes)) {
      return found.suggested();
    }
    try {
      return found.chosen(
          new Questions(
              new BufferedReader(new InputStreamReader(System.in, UTF_8)),
              new PrintWriter(System.out, true, UTF_8)));
    } catch (EOFException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "cannot read an answer: %s. Nothing was written; --yes takes what is suggested."
              .formatted(e.getMessage()));
    }
  }

  private static void write(Path file, String text) throws IOException {
    Path parent = file.getParent();
    if (parent == null) {
      throw new CommandFailure(
          ExitCode.USAGE, "cannot write " + file + ": it is not the name of a file.");
    }
    try (Directory directory = Directory.openOrCreate(new LinuxPosix(), parent, 0755)) {
      if (isUntouched(file)) {
        directory.writeAtomically(file.getFileName(), text.getBytes(UTF_8), 0644);
      } else {
        directory.writeNew(file.getFileName(), text.getBytes(UTF_8), 0644);
      }
    } catch (PosixException e) {
      throw failure(file, e);
    }
  }

  /// The rules are made for this host, so what is wrong with them shows here.
  private static ExitCode checked(Path file) throws InterruptedException {
    Loaded loaded = ConfigOption.loader(new LinuxPosix(), System.getenv()).load(file);
    if (loaded instanceof Loaded.Bad bad) {
      bad.problems().forEach(System.err::println);
      return ExitCode.of(bad.reason());
    }
    return ExitCode.FINE;
  }

  /// Whether it is still the default that a package has installed.
  private static boolean isUntouched(Path file) throws IOException {
    byte[] untouched = template().getBytes(UTF_8);
    return Files.isRegularFile(file)
        && Files.size(file) == untouched.length
        && Arrays.equals(Files.readAllBytes(file), untouched);
  }

  private static String template() throws IOException {
    try (var in = InitCommand.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IllegalStateException("the program's jar lacks " + TEMPLATE);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static CommandFailure exists(Path file) {
    return new CommandFailure(
        ExitCode.USAGE,
        "cannot write %s: File exists. Name another file with --config, or move this one away first."
            .formatted(file));
  }

  private static CommandFailure failure(Path file, PosixException e) {
    return e.errno() == Errno.EEXIST
        ? exists(file)
        : new CommandFailure(ExitCode.of(e), cannotWrite(file, String.valueOf(e.getMessage())));
  }

  private static String cannotWrite(Path file, String why) {
    return "cannot write %s: %s. Run it as root, or name another file with --config."
        .formatted(file, why);
  }
}
