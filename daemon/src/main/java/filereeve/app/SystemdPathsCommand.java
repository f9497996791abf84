package filereeve.app;

import filereeve.config.Loaded;
import filereeve.config.Settings;
import filereeve.posix.LinuxPosix;
import filereeve.posix.PosixException;
import filereeve.sandbox.DropIn;
import filereeve.sandbox.DropInFile;
import filereeve.systemd.ServiceUnit;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `filereeve systemd-paths`.
final class SystemdPathsCommand {
  private final ConfigOption config = new ConfigOption();
  private final OptionSpec write =
      Cli.flag(
          "--write",
          "Write it to /etc/systemd/system/filereeve.service.d/paths.conf, if it has changed.");

  CommandSpec spec() {
    return Cli.command(
        "systemd-paths",
        "Prints the drop-in that opens the sandbox of the systemd unit for what the rules need.",
        () ->
            config.use(
                "derive the drop-in",
                good -> show(good, new DropInFile(new LinuxPosix(), Path.of("/")))),
        config.option(),
        write);
  }

  private ExitCode show(Loaded.Good good, DropInFile file) throws IOException {
    Settings settings = good.settings();
    DropIn dropIn = DropIn.of(settings.needs(Kinds.ALL));
    String text = dropIn.text(config.file(), settings.secrets()::of);
    if (Cli.isGiven(write)) {
      write(dropIn, text, file, System.out);
    } else {
      System.out.print(text);
    }
    return ExitCode.FINE;
  }

  static void write(DropIn dropIn, String text, DropInFile file, PrintStream out)
      throws IOException {
    try {
      Optional<String> before = file.read();
      if (dropIn.isEmpty() && before.isEmpty()) {
        out.println("Nothing to write: the unit allows what the rules need.");
      } else if (file.write(text)) {
        before
            .flatMap(old -> old.lines().findFirst())
            .filter(begin -> begin.startsWith(DropIn.BEGIN) && !text.startsWith(begin))
            .ifPresent(begin -> out.printf("It was for another configuration: %s%n", begin));
        out.printf("Wrote %s. Now run: %s%n", file.path(), ServiceUnit.RESTART);
      } else {
        out.println(file.path() + " is up to date.");
      }
    } catch (PosixException e) {
      throw new CommandFailure(
          ExitCode.of(e),
          "cannot write %s: %s. Run it as root.".formatted(file.path(), e.getMessage()));
    }
    dropIn.writes().keySet().stream()
        .filter(Files::notExists)
        .forEach(
            path ->
                out.printf(
                    "%s does not exist. If it is needed, create it before the service starts: until"
                        + " then it is closed.%n",
                    path));
  }
}
