package filereeve.kind.rotate;

import static java.util.Objects.requireNonNull;

import filereeve.archive.ArchiveName;
import filereeve.archive.ArchiveNames;
import filereeve.files.TempNames;
import filereeve.route.Claim;
import filereeve.route.Claims;
import filereeve.route.Glob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which files are a rule's logs, which are their archives, and where one is to the other. By names
/// alone: `app.log.1` is an archive, and no input, when the rule's globs name `app.log`, whether or
/// not that exists at the moment. Paths are absolute.
final class ArchivePlace {
  private final RotateSettings settings;
  private final List<Glob> globs;
  private final Optional<Path> onlyLogDirectory;
  private final PastNames past;
  private final Claim claim;
  private final Claims claims;

  /// @param claims of all rules in force, this one among them
  ArchivePlace(RotateSettings settings, PastNames past, Claims claims) {
    this.settings = settings;
    this.globs = settings.files();
    this.onlyLogDirectory = Glob.onlyDirectory(globs);
    this.past = past;
    this.claim = past.claim();
    this.claims = claims;
  }

  /// The same with other claims in force.
  ArchivePlace under(Claims inForce) {
    return new ArchivePlace(settings, past, inForce);
  }

  /// The names that are archives'.
  ArchiveNames names() {
    return past.names();
  }

  /// What the rule has learnt of its former archives since the claims were made counts too.
  boolean isLog(Path path) {
    return claims.owns(claim.rule(), path) && logsOf(path).isEmpty();
  }

  /// The names of the rule's logs in a directory: those that are there, and those that only
  /// archives or temporary files name.
  Set<Path> logs(Path directory, LogListing listing) {
    Stream<Path> names = listing.names().stream().map(n -> TempNames.target(n).orElse(n));
    return Stream.concat(names, listing.archives().keySet().stream())
        .filter(log -> isLog(directory.resolve(log)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The directory that new archives of the logs in a directory go to.
  Path archiveDirectory(Path logDirectory) {
    return settings.names().archiveDir().map(logDirectory::resolve).orElse(logDirectory);
  }

  /// Whether the directory for new archives is created if it is missing. An absolute one may be on
  /// a disk that is not mounted.
  boolean createsArchiveDirectory() {
    return !isArchiveDirectoryAbsolute() || settings.names().createsArchiveDir();
  }

  boolean isArchiveDirectoryAbsolute() {
    return settings.names().archiveDir().map(Path::of).filter(Path::isAbsolute).isPresent();
  }

  /// What would have to be set for `archive_dir` to be on another filesystem; empty if nothing.
  Optional<String> needsOneFilesystem() {
    return needsOneFilesystem(settings);
  }

  static Optional<String> needsOneFilesystem(RotateSettings settings) {
    return switch (settings.names().naming()) {
      case Naming.Numbered _ -> Optional.of("Use \"name: dated\"");
      case Naming.Dated _ -> Optional.empty();
    };
  }

  /// All directories that may have archives of the logs in a directory: the one that new ones go
  /// to, the logs' own, where they were put before `archive_dir` was set, and former values of
  /// `archive_dir`.
  Set<Path> archiveDirectories(Path logDirectory) {
    var directories =
        new LinkedHashSet<Path>(List.of(archiveDirectory(logDirectory), logDirectory));
    for (String former : past.directories()) {
      Path path = Path.of(former);
      if (!path.isAbsolute() || onlyLogDirectory.filter(logDirectory::equals).isPresent()) {
        directories.add(logDirectory.resolve(path));
      }
    }
    return directories;
  }

  /// The log of this name in another directory whose archives go to a directory too.
  Optional<Path> otherLog(Path archives, Path logs, Path name) {
    return claims.otherLog(archives, logs, name);
  }

  /// Why a log's archives may not come into a directory.
  Optional<String> mixed(Path log, Path archives) {
    return otherLog(archives, directoryOf(log), log.getFileName())
        .map(
            other ->
                "its archives in %s would have the same names as those of %s. Set another \"archive_dir\" for one of the two logs"
                    .formatted(archives, other));
  }

  /// The log that a file in one of its archive directories is an archive of.
  Optional<Path> logOf(Path archive) {
    return logsOf(archive).stream().filter(log -> claims.owns(claim.rule(), log)).findFirst();
  }

  /// What to walk to find every directory that has logs, archives or temporary files of this rule,
  /// also when none of its logs is there at the moment.
  List<Glob> everything() {
    Set<Glob> all = new LinkedHashSet<>(globs);
    for (Glob glob : globs) {
      directoryText(glob)
          .ifPresent(
              directory -> {
                all.add(Glob.parse(directory + "/*"));
                all.add(Glob.parse(directory + "/.*"));
                past.directories().stream()
                    .filter(name -> !Path.of(name).isAbsolute())
                    .forEach(name -> all.add(Glob.parse(directory + "/" + literal(name) + "/*")));
              });
    }
    return List.copyOf(all);
  }

  /// The directory of the logs that a file found by walking [#everything] belongs to.
  Path logDirectory(Path found) {
    return logOf(found).map(ArchivePlace::directoryOf).orElse(directoryOf(found));
  }

  /// The directory of an absolute path to a file.
  static Path directoryOf(Path file) {
    return requireNonNull(file.getParent());
  }

  /// The paths that the rule names and that this can be an archive of. Beside the log it is one
  /// also with `archive_dir`: it was created before that was set.
  private List<Path> logsOf(Path archive) {
    Optional<Path> name = names().read(archive.getFileName()).map(ArchiveName::log);
    if (name.isEmpty()) {
      return List.of();
    }
    Path directory = directoryOf(archive);
    var directories = new ArrayList<Path>();
    for (String into : past.directories()) {
      claim.logDirectory(Path.of(into), directory).ifPresent(directories::add);
    }
    directories.add(directory);
    return directories.stream().map(f -> f.resolve(name.get())).filter(this::isNamed).toList();
  }

  private boolean isNamed(Path path) {
    return globs.stream().anyMatch(glob -> glob.matches(path));
  }

  /// The one directory that all logs are in; empty if there may be several.
  Optional<Path> onlyLogDirectory() {
    return onlyLogDirectory;
  }

  private static String literal(String name) {
    return Glob.literal(Path.of("/", name)).toString().substring(1);
  }

  /// The directories that a glob matches in; empty where that ends inside braces.
  private static Optional<String> directoryText(Glob glob) {
    String text = glob.toString();
    if (text.endsWith("/**")) {
      return Optional.of(text);
    }
    int slash = text.lastIndexOf('/');
    boolean insideBraces = text.indexOf('{', slash) < 0 && text.indexOf('}', slash) >= 0;
    return insideBraces ? Optional.empty() : Optional.of(text.substring(0, slash));
  }
}
