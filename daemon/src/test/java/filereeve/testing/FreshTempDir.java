package filereeve.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/// A temporary directory below one that this process has made for itself.
///
/// The kernel remembers each name that was ever looked up in a directory. After hours of tests,
/// these are millions in `/tmp`, and watching it takes a third of a second.
public final class FreshTempDir implements TempDirFactory {
  private static final Path PARENT = parent();

  private static Path parent() {
    try {
      Path parent = Files.createTempDirectory("filereeve-tests-");
      Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
      parent.toFile().deleteOnExit();
      return parent;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
      throws IOException {
    return Files.createTempDirectory(PARENT, "junit-");
  }
}
