package filereeve.posix;

/// An open file or folder, closed by whoever opened it through [Posix#close].
public record Fd(int number) {}
