package filereeve.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.posix.DirectoryListing.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryListingTest {
  @TempDir private Path dir;
  private final DirectoryListing listing = new DirectoryListing();

  @Test
  void tellsTheKindOfEachEntry() throws Exception {
    Files.createDirectory(dir.resolve("directory"));
    Files.createFile(dir.resolve(".file\n"));
    Files.createSymbolicLink(dir.resolve("link"), Path.of("nowhere"));
    Path notUtf8 = Files.createFile(Path.of(URI.create(dir.toUri() + "%ff")));

    assertThat(list(dir, _ -> true))
        .isEqualTo(
            Map.of(
                dir.resolve("directory"),
                Kind.DIRECTORY,
                dir.resolve(".file\n"),
                Kind.OTHER,
                dir.resolve("link"),
                Kind.LINK,
                notUtf8,
                Kind.OTHER));
  }

  @Test
  void listsMoreThanOneBufferAndOnlyWhatIsWanted() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      Files.createFile(dir.resolve("a-rather-long-name-of-a-file-" + i));
    }
    Files.createDirectory(dir.resolve("directory"));

    assertThat(list(dir, _ -> true)).hasSize(2_001);
    assertThat(list(dir, Kind.DIRECTORY::equals)).containsOnlyKeys(dir.resolve("directory"));
  }

  @Test
  void aMissingDirectoryAFileAndALinkAreNone() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    Path link = Files.createSymbolicLink(dir.resolve("link"), dir);

    assertThatThrownBy(() -> list(dir.resolve("missing"), _ -> true))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> list(file, _ -> true)).isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> list(link, _ -> true)).isInstanceOf(NotDirectoryException.class);
  }

  private Map<Path, Kind> list(Path directory, Predicate<Kind> wanted) throws IOException {
    var found = new HashMap<Path, Kind>();
    listing.list(
        directory,
        new DirectoryListing.Visit() {
          @Override
          public boolean wants(Kind kind) {
            return wanted.test(kind);
          }

          @Override
          public void entry(Path name, Kind kind) {
            found.put(directory.resolve(name), kind);
          }
        });
    return found;
  }
}
