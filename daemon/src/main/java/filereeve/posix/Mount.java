package filereeve.posix;

import java.util.OptionalLong;

/// What a file is mounted by: files are renamed within one only.
///
/// @param device the filesystem's
/// @param id of the mount; empty before Linux 5.8, where only the rename itself shows whether two
///   mounts have the same filesystem
public record Mount(long device, OptionalLong id) {}
