package filereeve.posix;

/// A pipe's two ends. Another process writes into it through `/proc/self/fd/<writer>`.
public record Pipe(Fd reader, Fd writer) {}
