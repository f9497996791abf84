package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.codec.Codec;
import java.nio.file.Path;
import java.time.Instant;

/// An archive that is to be compressed, as it was when the directory was listed: a numbered one may
/// have moved up since.
///
/// @param log its log's name
/// @param directory the archive's
/// @param into the directory of the compressed variant
/// @param rotated when it was, as far as can be told
record Candidate(
    Path log, Path directory, Path into, Archive.Variant plain, Instant rotated, Codec codec) {
  Path name() {
    return plain.name();
  }

  Path path() {
    return directory.resolve(name());
  }

  long bytes() {
    return plain.stat().size();
  }

  /// The compressed variant's name while the plain one has this name.
  Path target(Path name) {
    return ArchiveName.compressed(name, codec.suffix());
  }
}
