package filereeve.route;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/// What the daemon itself writes besides archives: its state and its log files. They are never
/// input of a rule.
///
/// @param directories with all that is in them
/// @param logFiles with what they were put aside as, `all.log.2026-11-29` of `all.log`
public record OwnFiles(Set<Path> directories, Set<Path> logFiles) {
  public static final OwnFiles NONE = new OwnFiles(Set.of(), Set.of());

  public OwnFiles {
    directories = Set.copyOf(directories);
    logFiles = Set.copyOf(logFiles);
  }

  boolean has(Path path) {
    for (Path directory : directories) {
      if (path.startsWith(directory)) {
        return true;
      }
    }
    Path parent = path.getParent();
    for (Path log : logFiles) {
      if (Objects.equals(log.getParent(), parent)
          && path.getFileName().toString().startsWith(log.getFileName().toString())) {
        return true;
      }
    }
    return false;
  }
}
