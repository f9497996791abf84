package filereeve.posix;

/// The space of a filesystem, in bytes.
///
/// @param free what a process without privileges may still use: less than what is unused, where the
///   filesystem keeps a reserve for root
public record Space(long total, long free) {}
