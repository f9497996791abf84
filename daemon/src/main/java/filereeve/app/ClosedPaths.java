package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.config.Settings;
import filereeve.posix.MountEntry;
import filereeve.sandbox.Confinement;
import filereeve.sandbox.DropIn;
import filereeve.systemd.ServiceUnit;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Logs what the sandbox of the service closes to its rules: each path once, until it is open or
/// another configuration does not need it.
///
/// A rule whose directory is hidden would else see nothing, and say nothing.
final class ClosedPaths {
  /// The mounts of this process.
  interface Mounts {
    List<MountEntry> all() throws IOException;
  }

  private final boolean isService;
  private final Mounts mounts;
  private final Log log;
  private Set<Path> known = Set.of();

  /// @param environment of the process
  ClosedPaths(Map<String, String> environment, Mounts mounts, Log log) {
    this.isService =
        environment.containsKey("INVOCATION_ID") || environment.containsKey("NOTIFY_SOCKET");
    this.mounts = mounts;
    this.log = log;
  }

  void report(Settings settings) {
    if (!isService) {
      return;
    }
    Confinement confinement;
    try {
      confinement = new Confinement(mounts.all());
    } catch (IOException _) {
      return; // there is no /proc
    }
    DropIn needed = DropIn.of(settings.needs(Kinds.ALL));
    var closed = new HashSet<Path>();
    needed.reads().forEach((path, who) -> report(path, who, confinement.hides(path), closed));
    needed.writes().forEach((path, who) -> report(path, who, confinement.closes(path), closed));
    known = closed;
  }

  private void report(Path path, Set<String> who, Optional<String> why, Set<Path> closed) {
    if (why.isEmpty() || !closed.add(path) || known.contains(path)) {
      return;
    }
    log.log(
        Event.SANDBOX_CLOSED,
        field("directory", path),
        field("rules", DropIn.names(who)),
        field("why", "%s. Run: %s.".formatted(why.get(), ServiceUnit.OPEN)));
  }
}
