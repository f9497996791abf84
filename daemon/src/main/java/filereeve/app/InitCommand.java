package filereeve.app;

import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `filereeve init`.
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Writes a commented configuration where there is none yet.")
final class InitCommand implements Callable<Integer> {
  private static final String TEMPLATE = "/filereeve.yaml";

  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws IOException {
    Path file = config.file();
    Path parent = file.getParent();
    if (parent == null) {
      throw new CommandFailure(
          ExitCode.USAGE, "cannot write " + file + ": it is not the name of a file.");
    }
    try (Directory directory = Directory.openOrCreate(new LinuxPosix(), parent, 0755)) {
      directory.writeNew(file.getFileName(), template(), 0644);
    } catch (PosixException e) {
      throw failure(file, e);
    }
    System.out.printf(
        "Wrote %s. Uncomment what you want, then: filereeve check --config" + " %s%n", file, file);
    return ExitCode.FINE.number();
  }

  private static byte[] template() throws IOException {
    try (var in = InitCommand.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IllegalStateException("the program's jar lacks " + TEMPLATE);
      }
      return in.readAllBytes();
    }
  }

  private static CommandFailure failure(Path file, PosixException e) {
    if (e.errno() == Errno.EEXIST) {
      return new CommandFailure(
          ExitCode.USAGE,
          "cannot write %s: File exists. Name another file with --config, or move this one away first."
              .formatted(file));
    }
    return new CommandFailure(
        ExitCode.of(e),
        "cannot write %s: %s. Run it as root, or name another file with --config."
            .formatted(file, e.getMessage()));
  }
}
