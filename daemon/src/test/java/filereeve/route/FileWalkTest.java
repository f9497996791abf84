package filereeve.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.testing.Looking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWalkTest {
  @TempDir private Path dir;

  private final List<Path> found = new ArrayList<>();
  private final List<Path> unreadable = new ArrayList<>();

  private final FileWalk.Visit visit =
      new FileWalk.Visit() {
        @Override
        public void file(Path path, BasicFileAttributes attributes) {
          found.add(dir.relativize(path));
        }

        @Override
        public void unreadable(Path path, IOException why) {
          unreadable.add(path);
        }
      };

  @Test
  void findsTheFilesThatTheGlobsName() throws Exception {
    make("a.log", "b.txt", "x/c.log", "x/y/d.log", ".hidden/e.log", ".f.log");

    walk("**/*.log");

    assertThat(found).containsExactlyInAnyOrder(paths("a.log", "x/c.log", "x/y/d.log"));
    assertThat(unreadable).isEmpty();
  }

  @Test
  void findsEachFileOnceThoughRootsAreNested() throws Exception {
    make("a.log", "x/c.log");

    walk("**", "x/*", "x/c.log");

    assertThat(found).containsExactlyInAnyOrder(paths("a.log", "x/c.log"));
  }

  @Test
  void findsALiteralFileAndMissesNothingThatIsNotThere() throws Exception {
    make("a.log");

    walk("a.log", "none.log", "nowhere/*.log");

    assertThat(found).containsExactly(paths("a.log"));
    assertThat(unreadable).isEmpty();
  }

  @Test
  void followsALinkToARootAndNoneBelow() throws Exception {
    make("real/a.log", "real/sub/b.log");
    Files.createSymbolicLink(dir.resolve("root"), dir.resolve("real"));
    Files.createSymbolicLink(dir.resolve("real/loop"), dir.resolve("real"));
    Files.createSymbolicLink(dir.resolve("real/link.log"), dir.resolve("real/a.log"));

    walk("root/**/*.log");

    assertThat(found)
        .containsExactlyInAnyOrder(paths("root/a.log", "root/sub/b.log", "root/link.log"));
  }

  @Test
  void goesOnAfterWhatCannotBeRead() throws Exception {
    make("a/ok.log", "c/ok.log");
    Path self = dir.resolve("self");
    Files.createSymbolicLink(self, self);

    walk("a/*.log", "self/x/*.log", "c/*.log");

    assertThat(found).containsExactlyInAnyOrder(paths("a/ok.log", "c/ok.log"));
    assertThat(unreadable).containsExactly(dir.resolve("self/x"));
  }

  @Test
  void endsWithWhatTheVisitThrows() throws Exception {
    make("a.log");
    var failing =
        new FileWalk.Visit() {
          @Override
          public void file(Path path, BasicFileAttributes attributes) throws IOException {
            throw new IOException("full");
          }

          @Override
          public void unreadable(Path path, IOException why) {}
        };

    assertThatThrownBy(() -> FileWalk.walk(Looking.ANYWAY, () -> {}, List.of(glob("*")), failing))
        .isInstanceOf(IOException.class)
        .hasMessage("full");
  }

  @Test
  void waitsForEachDirectoryBeforeItLooks() throws Exception {
    make("a/1.log", "b/2.log");
    var awaited = new ArrayList<Path>();
    FileWalk.walk(
        (directory, _) -> {
          awaited.add(dir.relativize(directory));
          make(dir.relativize(directory).resolve("new.log").toString());
        },
        () -> {},
        List.of(glob("**/*.log")),
        visit);

    assertThat(awaited).containsExactlyInAnyOrder(paths("", "a", "b"));
    assertThat(found)
        .containsExactlyInAnyOrder(
            paths("new.log", "a/new.log", "a/1.log", "b/new.log", "b/2.log"));
  }

  @Test
  void endsWhenItIsInterrupted() throws Exception {
    make("a.log");

    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> walk("*")).isInstanceOf(InterruptedException.class);
    assertThat(found).isEmpty();
  }

  private void walk(String... globs) throws Exception {
    FileWalk.walk(Looking.ANYWAY, () -> {}, Stream.of(globs).map(this::glob).toList(), visit);
  }

  private Glob glob(String below) {
    return Glob.parse(dir + "/" + below);
  }

  private void make(String... files) {
    try {
      for (String file : files) {
        Path path = dir.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "x");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path[] paths(String... names) {
    return Stream.of(names).map(Path::of).toArray(Path[]::new);
  }
}
