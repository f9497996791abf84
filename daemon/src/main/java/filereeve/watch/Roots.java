package filereeve.watch;

import filereeve.route.Reach;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// What is to be watched.
///
/// @param paths the directories (or single files) that contain everything of interest, absolute;
///   they need not exist
/// @param reach what is of interest in a directory and below it; a directory without anything of
///   interest is not registered
/// @param followsLink whether a symbolic link with this path is to be followed: a change of what it
///   points to is reported as a change of the link
public record Roots(Set<Path> paths, Function<Path, Reach> reach, Predicate<Path> followsLink) {
  public Roots {
    paths = Set.copyOf(paths);
    for (Path path : paths) {
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException("not absolute: " + path);
      }
    }
  }

  /// Whether changes in this directory, or of this file if it is a root, are reported once these
  /// roots are watched.
  boolean cover(Path path) {
    return paths.contains(path)
        || (paths.stream().anyMatch(path::startsWith) && reach.apply(path).mayMatchBelow());
  }
}
