package filereeve.kind.compress;

import filereeve.archive.ArchiveName;
import filereeve.files.TempNames;
import java.nio.file.Path;
import java.util.function.Predicate;

/// Which names a compress rule takes as input, and what their archives are called.
final class Candidates {
  private final CompressSettings settings;
  private final Predicate<Path> owned;

  /// @param owned whether a file that the globs name is this rule's and not a more specific one's
  Candidates(CompressSettings settings, Predicate<Path> owned) {
    this.settings = settings;
    this.owned = owned;
  }

  /// A file that the rule names, and that is neither compressed already, by whomever, nor a
  /// temporary file of ours: those are never input, whatever the glob.
  boolean contains(Path path) {
    return !isOurs(path.getFileName())
        && settings.files().stream().anyMatch(g -> g.matches(path))
        && owned.test(path);
  }

  /// The archive of a file, a name or a whole path.
  Path archiveOf(Path file) {
    return file.resolveSibling(
        ArchiveName.compressed(file.getFileName(), settings.codec().suffix()));
  }

  private static boolean isOurs(Path name) {
    return TempNames.isTemp(name)
        || ArchiveName.CODECS.stream().anyMatch(suffix -> name.toString().endsWith("." + suffix));
  }
}
