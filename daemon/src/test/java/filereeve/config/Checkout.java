package filereeve.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The files of the repository that tests compare with what the program makes.
public final class Checkout {
  private Checkout() {}

  /// @param name from the repository's root
  public static Path file(String name) {
    return Optional.ofNullable(System.getProperty("filereeve.checkout"))
        .map(Path::of)
        .orElseThrow(() -> new IllegalStateException("run by Maven: filereeve.checkout is not set"))
        .resolve(name);
  }

  /// Writes the file if the run was asked to renew such files, by `-Dupdate`.
  static void update(Path file, String content) throws IOException {
    if (System.getProperty("update") != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, content);
    }
  }

  /// What to say when a file is not current.
  static String remedy(Class<?> test) {
    return "it is generated; renew it: mvn -q test -Dtest=%s -Dupdate"
        .formatted(test.getSimpleName());
  }
}
