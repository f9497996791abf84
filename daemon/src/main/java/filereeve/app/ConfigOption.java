package filereeve.app;

import filereeve.config.ConfigLoader;
import filereeve.config.PatientLoader;
import filereeve.files.PathTrust;
import filereeve.posix.Posix;
import java.nio.file.Path;
import java.util.Map;
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

  /// Reads configurations as this host has them.
  static PatientLoader loader(Posix posix, Map<String, String> environment) {
    return PatientLoader.of(new ConfigLoader(Kinds.ALL, environment, posix, new PathTrust(posix)));
  }
}
