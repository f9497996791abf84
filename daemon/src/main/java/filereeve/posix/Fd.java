package filereeve.posix;

/// An open file or directory, closed by whoever opened it through [Posix#close].
///
/// @param path under which it was opened, for messages
public record Fd(int number, String path) {
  @Override
  public String toString() {
    return path;
  }
}
