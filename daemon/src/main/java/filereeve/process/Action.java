package filereeve.process;

import java.nio.file.Path;
import java.util.List;

/// How another program is notified: `run`, `signal` with `pidfile`, or `systemctl` with `unit`.
public sealed interface Action {
  /// @param argv the program and its arguments; no shell reads them. Not empty
  record Run(List<String> argv) implements Action {
    public Run {
      argv = List.copyOf(argv);
      if (argv.isEmpty()) {
        throw new IllegalArgumentException("a command needs at least the program's name");
      }
    }
  }

  /// @param pidfile a file whose first line is the process id
  record Signal(SignalName signal, Path pidfile) implements Action {}

  /// @param verb such as `reload`
  /// @param unit such as `nginx.service`
  record Systemctl(String verb, String unit) implements Action {}
}
