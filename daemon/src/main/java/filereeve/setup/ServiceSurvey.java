package filereeve.setup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds the services that are installed and can check their configuration.
///
/// @param root `/`
record ServiceSurvey(Path root) {
  private static final List<String> PROGRAMS =
      List.of("usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin");

  private static final List<String> UNITS =
      List.of("etc/systemd/system", "usr/lib/systemd/system", "lib/systemd/system");

  List<KnownService> find() {
    return KnownService.ALL.stream().filter(this::isInstalled).map(this::withItsUnit).toList();
  }

  private boolean isInstalled(KnownService service) {
    String program = service.check().getFirst();
    return Files.isDirectory(root.resolve(service.directory().substring(1)))
        && (program.startsWith("/")
            ? Files.isExecutable(root.resolve(program.substring(1)))
            : PROGRAMS.stream()
                .anyMatch(each -> Files.isExecutable(root.resolve(each).resolve(program))));
  }

  private KnownService withItsUnit(KnownService service) {
    Optional<String> unit =
        service.units().stream()
            .filter(name -> UNITS.stream().anyMatch(each -> isThere(each, name)))
            .findFirst();
    return unit.map(service::applying).orElse(service);
  }

  private boolean isThere(String directory, String unit) {
    return Files.exists(root.resolve(directory).resolve(unit));
  }
}
