package filereeve.route;

import filereeve.event.RuleName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which files a rule cares about.
///
/// @param ignore what these name is left out and, where it is a directory, everything in it;
///   `dir/**` leaves out `dir`
/// @param owns whether a file can belong to one such rule only
/// @param onChange whether a change triggers the rule; if not, it only owns its files and runs by
///   its schedule
/// @param archives of the files; empty if the rule makes none
public record Claim(
    RuleName rule,
    List<Glob> files,
    List<Glob> ignore,
    boolean owns,
    boolean onChange,
    Optional<ArchiveClaim> archives) {
  public Claim {
    files = List.copyOf(files);
    ignore = List.copyOf(ignore);
  }

  public Claim(RuleName rule, List<Glob> files, List<Glob> ignore, boolean owns, boolean onChange) {
    this(rule, files, ignore, owns, onChange, Optional.empty());
  }

  /// A rule that owns its files, and works on each that changes.
  public Claim(RuleName rule, List<Glob> files) {
    this(rule, files, List.of(), true, true);
  }

  boolean ignores(Path path) {
    for (Glob glob : ignore) {
      if (glob.covers(path)) {
        return true;
      }
    }
    return false;
  }

  /// Globs for files of the same names in the directory that archives are kept in. An absolute one
  /// can have archives of one directory only: else nothing would say which.
  Stream<Glob> filesIn(Path archives) {
    return archives.isAbsolute() && Glob.onlyDirectory(files).isEmpty()
        ? Stream.of()
        : files.stream().map(glob -> glob.movedTo(archives));
  }

  /// Where the files are whose new archives go to this directory.
  Optional<Path> logDirectory(Path directory) {
    return archives.flatMap(ArchiveClaim::directory).flatMap(name -> logDirectory(name, directory));
  }

  /// Where the files are whose archives are in a directory.
  ///
  /// @param name how the settings name that directory
  public Optional<Path> logDirectory(Path name, Path directory) {
    if (name.isAbsolute()) {
      return directory.equals(name) ? Glob.onlyDirectory(files) : Optional.empty();
    }
    return directory.endsWith(name)
        ? Optional.of(directory.resolve(name.relativize(Path.of(""))).normalize())
        : Optional.empty();
  }
}
