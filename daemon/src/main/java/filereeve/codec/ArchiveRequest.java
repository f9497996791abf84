package filereeve.codec;

import java.nio.file.Path;

/// Which file of a folder is to become which archive, and how.
///
/// @param source its name in its folder
/// @param target the archive's name in its folder
public record ArchiveRequest(Path source, Path target, Codec codec, Level level) {}
