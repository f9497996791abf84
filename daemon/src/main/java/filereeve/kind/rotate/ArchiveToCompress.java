package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.codec.Codec;
import java.nio.file.Path;
import java.util.Optional;

/// An archive that is to be compressed, or moved to another mount as it is, with its attributes
/// when the directory was listed: a numbered one may have moved up since.
///
/// @param log its log's path
/// @param archive with a plain variant
/// @param into the directory of the compressed variant, or of the copy
/// @param codec empty if it is moved as it is
record ArchiveToCompress(
    Path log, Archive archive, Archive.Variant plain, Path into, Optional<Codec> codec) {

  Path path() {
    return archive.directory().resolve(plain.name());
  }

  long bytes() {
    return plain.stat().size();
  }

  /// What is done to it, for messages.
  String task() {
    return (codec.isPresent() ? "compress " : "move ") + path();
  }

  /// The path of the compressed variant while the plain one has this name.
  Path target(Path name) {
    return into.resolve(codec.map(c -> ArchiveName.compressed(name, c.suffix())).orElse(name));
  }
}
