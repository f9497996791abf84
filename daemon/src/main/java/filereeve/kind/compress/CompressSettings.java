package filereeve.kind.compress;

import filereeve.archive.ArchiveName;
import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.event.RuleName;
import filereeve.route.Claims;
import filereeve.route.Glob;
import filereeve.rule.Access;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// One rule of the section `compress`.
///
/// @param noWriter wait until no process has the file open for writing
/// @param quiet wait until the file has not changed for this long
/// @param scheduled compress only by the rule's schedule, not as soon as a file is ready
public record CompressSettings(
    RuleName rule,
    List<Glob> files,
    boolean noWriter,
    Duration quiet,
    Codec codec,
    Level level,
    boolean keepOriginal,
    Access access,
    boolean scheduled) {

  /// Whether a path is input: it belongs to the rule, and its name is not that of a compressed
  /// file.
  boolean isInput(Path path, Claims claims) {
    String name = path.toString();
    return ArchiveName.CODECS.stream().noneMatch(suffix -> name.endsWith("." + suffix))
        && claims.owns(rule, path);
  }

  /// The archive of a file, given as a name or a path.
  Path archiveOf(Path file) {
    return file.resolveSibling(ArchiveName.compressed(file.getFileName(), codec.suffix()));
  }
}
