package filereeve.kind.reload;

import filereeve.route.Glob;
import java.nio.file.Path;
import java.util.List;

/// The files that a rule reads.
record Scope(List<Glob> watch, List<Glob> ignore) {
  boolean names(Path path) {
    return watch.stream().anyMatch(g -> g.matches(path))
        && ignore.stream().noneMatch(g -> g.matches(path));
  }

  /// Whether anything in this directory, at any depth, can be named.
  boolean leadsInto(Path directory) {
    return watch.stream().anyMatch(g -> g.mayMatchBelow(directory));
  }
}
