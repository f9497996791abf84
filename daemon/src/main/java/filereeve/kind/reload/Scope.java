package filereeve.kind.reload;

import filereeve.route.Glob;
import java.nio.file.Path;
import java.util.List;

/// The files that a rule reads.
///
/// @param ignore what these name is left out and, where it is a directory, everything in it
record Scope(List<Glob> watch, List<Glob> ignore) {
  boolean names(Path path) {
    return watch.stream().anyMatch(g -> g.matches(path)) && !ignores(path);
  }

  boolean ignores(Path path) {
    return ignore.stream().anyMatch(g -> g.covers(path));
  }

  /// Whether anything in this directory, at any depth, can be named.
  boolean leadsInto(Path directory) {
    return watch.stream().anyMatch(g -> g.mayMatchBelow(directory)) && !ignores(directory);
  }

  /// Whether a symbolic link to a directory is asked for by its name. `**` follows none, as in a
  /// shell: it would lead out of the tree, or around in it.
  boolean followsInto(Path link) {
    return watch.stream().anyMatch(g -> g.leadsByName(link));
  }
}
