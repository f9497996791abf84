package filereeve.kind.compress;

import static java.util.Objects.requireNonNull;

import filereeve.archive.ArchiveName;
import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.event.RuleName;
import filereeve.replace.Existing;
import filereeve.route.Claims;
import filereeve.route.Glob;
import filereeve.rule.Access;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One rule of the section `compress`.
///
/// @param noWriter wait until no process has the file open for writing
/// @param quiet wait until the file has not changed for this long
/// @param existing what becomes of an archive of other content that has the name of a new one
/// @param scheduled compress only by the rule's schedule, not as soon as a file is ready
public record CompressSettings(
    RuleName rule,
    List<Glob> files,
    boolean noWriter,
    Duration quiet,
    Codec codec,
    Level level,
    Existing existing,
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

  /// The names that the archive of a file can have, given as a name or a path.
  ///
  /// @param modified when the file was modified
  List<Path> archivesOf(Path file, Instant modified) {
    Path name = requireNonNull(file.getFileName());
    Path plain = archive(file, name);
    return existing == Existing.DATE
        ? List.of(plain, archive(file, ArchiveName.dated(name, modified, 1)))
        : List.of(plain);
  }

  private Path archive(Path file, Path name) {
    return file.resolveSibling(ArchiveName.compressed(name, codec.suffix()));
  }
}
