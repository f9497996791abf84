package filereeve.route;

import filereeve.archive.ArchiveNames;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Which files are archives of a rule's files, by today's and by former settings.
///
/// @param names that archives have
/// @param directory where new archives go, if not beside their file: relative to it, or absolute
/// @param directories where archives are or were kept besides; the same
public record ArchiveClaim(ArchiveNames names, Optional<Path> directory, Set<Path> directories) {
  public ArchiveClaim {
    directories = Set.copyOf(directories);
  }
}
