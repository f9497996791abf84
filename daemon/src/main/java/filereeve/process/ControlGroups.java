package filereeve.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The control groups (cgroup v2) of services that can be frozen as a whole.
final class ControlGroups {
  static final String FREEZE = "cgroup.freeze";

  private final Optional<Path> root;

  ControlGroups() {
    this(
        Stream.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified"))
            .filter(path -> Files.exists(path.resolve("cgroup.controllers")))
            .findFirst());
  }

  /// @param root where cgroup v2 is mounted; empty if it is not
  ControlGroups(Optional<Path> root) {
    this.root = root;
  }

  /// The group of a process if it may be frozen: a service's or a scope's own, without groups below
  /// it, not ours, and we have the permission.
  Optional<Path> freezable(int pid) throws IOException {
    if (root.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> name = name(String.valueOf(pid));
    if (name.isEmpty()
        || !name.get().matches("/.*\\.(service|scope)")
        || name.equals(name("self"))) {
      return Optional.empty();
    }
    Path directory = root.get().resolve(name.get().substring(1));
    return Files.isWritable(directory.resolve(FREEZE)) && isLeaf(directory)
        ? Optional.of(directory)
        : Optional.empty();
  }

  private static Optional<String> name(String process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process + "/cgroup")).stream()
        .filter(line -> line.startsWith("0::"))
        .map(line -> line.substring("0::".length()))
        .findFirst();
  }

  private static boolean isLeaf(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.noneMatch(Files::isDirectory);
    }
  }
}
