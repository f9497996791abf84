package filereeve.posix;

/// A part of a file that has no blocks and reads as zeros.
///
/// @param end the offset behind it, at most the file's size
public record Hole(long offset, long end) {}
