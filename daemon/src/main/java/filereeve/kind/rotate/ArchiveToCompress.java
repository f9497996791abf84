package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.codec.Codec;
import java.nio.file.Path;

/// An archive that is to be compressed, as it was when the directory was listed: a numbered one may
/// have moved up since.
///
/// @param log its log's path
/// @param archive with a plain variant
/// @param into the directory of the compressed variant
record ArchiveToCompress(Path log, Archive archive, Archive.Variant plain, Path into, Codec codec) {

  Path path() {
    return archive.directory().resolve(plain.name());
  }

  long bytes() {
    return plain.stat().size();
  }

  /// The path of the compressed variant while the plain one has this name.
  Path target(Path name) {
    return into.resolve(ArchiveName.compressed(name, codec.suffix()));
  }
}
