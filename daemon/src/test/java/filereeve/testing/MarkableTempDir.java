package filereeve.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/// A directory in memory, where that can hold extended attributes (tmpfs since Linux 6.6), else one
/// on disk.
public final class MarkableTempDir implements TempDirFactory {
  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    Path memory = new MemoryTempDir().createTempDirectory(element, context);
    if (Files.getFileStore(memory).supportsFileAttributeView("user")) {
      return memory;
    }
    Files.delete(memory);
    return Files.createTempDirectory("filereeve-test-");
  }
}
