package filereeve.kind.compress;

import filereeve.archive.ArchiveName;
import filereeve.route.Claims;
import java.nio.file.Path;

/// Which names a compress rule takes as input, and what their archives are called.
record Candidates(CompressSettings settings) {
  /// A file that belongs to the rule and is not compressed already, by whomever.
  boolean contains(Path path, Claims claims) {
    return !isCompressed(path.getFileName()) && claims.owns(settings.rule(), path);
  }

  /// The archive of a file, a name or a whole path.
  Path archiveOf(Path file) {
    return file.resolveSibling(
        ArchiveName.compressed(file.getFileName(), settings.codec().suffix()));
  }

  private static boolean isCompressed(Path name) {
    return ArchiveName.CODECS.stream().anyMatch(suffix -> name.toString().endsWith("." + suffix));
  }
}
