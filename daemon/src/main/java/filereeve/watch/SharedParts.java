package filereeve.watch;

import static filereeve.telemetry.Field.field;

import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is polled, because other hosts can change its filesystem and the kernel reports this host's
/// changes only.
///
/// Thread: guarded by its [Tree].
final class SharedParts {
  private final Log log;
  private final Duration every;
  private MountTable table = MountTable.EMPTY;

  /// The paths that are polled, and their filesystems.
  private Map<Path, String> parts = Map.of();

  /// Those of them that are points inside of roots.
  private Set<Path> inside = Set.of();

  /// @param every how often they are polled
  SharedParts(Log log, Duration every) {
    this.log = log;
    this.every = every;
  }

  /// Replaces the mount table.
  ///
  /// @return the one before
  MountTable use(MountTable now) {
    MountTable before = table;
    table = now;
    return before;
  }

  /// Finds what has to be polled, and logs what is new.
  ///
  /// @param points the points at which something is mounted in a root's tree
  void find(Collection<Followed> followed, Set<Path> points) {
    var found = new LinkedHashMap<Path, String>();
    Map<Path, MountTable.Mount> shared = table.shared();
    if (!shared.isEmpty()) {
      followed.stream().filter(Followed::root).forEach(f -> find(f, found));
      shared.forEach(
          (point, mount) -> {
            if (points.contains(point)) {
              found.put(point, mount.type());
            }
          });
    }
    found.forEach(
        (path, type) -> {
          if (!type.equals(parts.get(path))) {
            log.log(
                Event.POLLING,
                field("directory", path),
                field("type", type),
                field("every", every));
          }
        });
    parts = found;
    inside = found.keySet().stream().filter(points::contains).collect(Collectors.toSet());
  }

  private void find(Followed root, Map<Path, String> found) {
    way(root)
        .flatMap(p -> Stream.ofNullable(table.sharedType(p)))
        .findFirst()
        .ifPresent(type -> found.put(root.name(), type));
  }

  /// Whether what a name leads to, or where it leads, can change without an event.
  boolean concern(Followed followed) {
    return !table.shared().isEmpty() && way(followed).anyMatch(p -> table.sharedType(p) != null);
  }

  private static Stream<Path> way(Followed followed) {
    return Stream.concat(
        followed.at().directories().stream(),
        followed.at().target().map(Resolution.Target::path).stream());
  }

  /// All points at which something is mounted.
  Stream<Path> points() {
    return table.mounts().stream().map(MountTable.Mount::point);
  }

  /// The points inside of roots that are polled.
  Set<Path> inside() {
    return inside;
  }

  /// How many roots and points are polled.
  int count() {
    return parts.size();
  }
}
