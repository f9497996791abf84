package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgramFilesTest {
  @Test
  void everyJarIsOpenSoThatItsDirectoryMayBeRenamed() throws IOException {
    ProgramFiles.hold((_, _) -> {});

    var jars = new HashSet<Path>();
    ClassLoader.getSystemResources("META-INF/MANIFEST.MF")
        .asIterator()
        .forEachRemaining(
            url -> {
              String file = url.getPath().replaceFirst("!.*", "");
              if (file.startsWith("file:")) {
                jars.add(Path.of(URI.create(file)));
              }
            });
    assertThat(jars).isNotEmpty();
    assertThat(open()).containsAll(jars);
  }

  private static Set<Path> open() throws IOException {
    var open = new HashSet<Path>();
    try (var files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : files) {
        if (Files.exists(file)) { // the directory stream's own is closed by then
          open.add(Files.readSymbolicLink(file));
        }
      }
    }
    return open;
  }
}
