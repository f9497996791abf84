package filereeve.notify;

import java.nio.file.Path;

/// Where a password comes from. It is never part of a text.
public sealed interface Password {
  /// It stands in the configuration.
  record Given(String secret) implements Password {
    @Override
    public String toString() {
      return "****";
    }
  }

  /// The first line of a file, read anew for each mail.
  record InFile(Path path) implements Password {}
}
