package filereeve.app;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// `--config FILE`.
final class ConfigOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration (default: ${DEFAULT-VALUE}).",
      defaultValue = "/etc/filereeve/filereeve.yaml")
  private Path file = Path.of("/etc/filereeve/filereeve.yaml");

  Path file() {
    return file.toAbsolutePath().normalize();
  }
}
