package filereeve.replace;

import filereeve.codec.Codec;
import filereeve.codec.Level;
import java.nio.file.Path;

/// Which file of a directory is to become which archive, and how.
///
/// @param source its name in its directory
/// @param target the archive's name in its directory
public record ArchiveRequest(Path source, Path target, Codec codec, Level level) {}
