package filereeve.watch;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

/// What is to be watched.
///
/// @param paths the folders (or single files) that everything of interest is in, absolute; none
///   need exist
/// @param mayMatchBelow whether anything in this folder or further below is of interest; folders
///   for which it says no are not registered
/// @param followsLink whether a symbolic link with this path is to be followed: a change of what it
///   points to is reported as a change of the link
public record Roots(Set<Path> paths, Predicate<Path> mayMatchBelow, Predicate<Path> followsLink) {
  public Roots {
    paths = Set.copyOf(paths);
    for (Path path : paths) {
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException("not absolute: " + path);
      }
    }
  }
}
