package filereeve.watch;

import java.nio.file.Path;
import java.util.Optional;

/// A path that changes are reported under, and where it leads to now.
///
/// @param name the path as the rules know it
/// @param root whether it is a root: then a directory is watched with all that is below it. Else it
///   is a symbolic link below a root: a file that it leads to is watched, a directory is not
record Followed(Path name, boolean root, Resolution at) {
  static Followed root(Path name, SilentMounts silent) {
    return new Followed(name, true, Resolution.of(name, silent));
  }

  static Followed link(Path name, SilentMounts silent) {
    return new Followed(name, false, Resolution.of(name, silent));
  }

  Followed again(SilentMounts silent) {
    return new Followed(name, root, Resolution.of(name, silent));
  }

  /// Whether a change in this directory, or further below, can make it lead elsewhere or change
  /// what it leads to.
  boolean leadsThrough(Path directory) {
    return at.directories().stream().anyMatch(f -> f.startsWith(directory))
        || contents().filter(f -> f.startsWith(directory)).isPresent();
  }

  /// The directory whose tree is reported below the name.
  Optional<Path> tree() {
    return root ? at.directory() : Optional.empty();
  }

  /// The single directory in which writes matter to this name.
  Optional<Path> contents() {
    return at.file().map(Path::getParent);
  }
}
