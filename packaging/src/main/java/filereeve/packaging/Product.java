package filereeve.packaging;

import java.time.Instant;

/// What the packages say about what is in them.
///
/// @param version of Maven, such as 0.1.0-SNAPSHOT
/// @param time of every file in them
record Product(String version, Instant time) {
  static final String NAME = "filereeve";
  static final String SUMMARY = "Keeps a host's files in order: rotates, compresses, reloads";

  static final String DESCRIPTION =
      """
      Rotates and compresses logs, compresses finished files and reloads services
      whose configuration changed, as soon as something happens or on a schedule.
      One systemd service with one YAML file. It brings the Java runtime that it
      needs.\
      """;
  static final String MAINTAINER = "Filereeve maintainers <filereeve@users.noreply.github.com>";
  static final String HOMEPAGE = "https://github.com/filereeve/filereeve";
  static final String LICENSE = "Apache-2.0";

  /// Debian and RPM sort what is after a tilde before the release.
  String packageVersion() {
    return version.replace('-', '~');
  }

  /// As Debian names this machine, such as amd64.
  String debianArchitecture() {
    return switch (machine()) {
      case "aarch64" -> "arm64";
      default -> machine();
    };
  }

  /// As RPM names this machine, such as x86_64.
  String rpmArchitecture() {
    return switch (machine()) {
      case "amd64" -> "x86_64";
      default -> machine();
    };
  }

  /// As Java names it.
  private static String machine() {
    return System.getProperty("os.arch");
  }
}
