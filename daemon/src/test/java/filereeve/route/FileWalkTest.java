package filereeve.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
  void findsTheFilesThatTheGlobsName() throws IOException {
    make("a.log", "b.txt", "x/c.log", "x/y/d.log", ".hidden/e.log", ".f.log");

    walk("**/*.log");

    assertThat(found).containsExactlyInAnyOrder(paths("a.log", "x/c.log", "x/y/d.log"));
    assertThat(unreadable).isEmpty();
  }

  @Test
  void findsEachFileOnceThoughRootsAreNested() throws IOException {
    make("a.log", "x/c.log");

    walk("**", "x/*", "x/c.log");

    assertThat(found).containsExactlyInAnyOrder(paths("a.log", "x/c.log"));
  }

  @Test
  void findsALiteralFileAndMissesNothingThatIsNotThere() throws IOException {
    make("a.log");

    walk("a.log", "none.log", "nowhere/*.log");

    assertThat(found).containsExactly(paths("a.log"));
    assertThat(unreadable).isEmpty();
  }

  @Test
  void followsALinkToARootAndNoneBelow() throws IOException {
    make("real/a.log", "real/sub/b.log");
    Files.createSymbolicLink(dir.resolve("root"), dir.resolve("real"));
    Files.createSymbolicLink(dir.resolve("real/loop"), dir.resolve("real"));
    Files.createSymbolicLink(dir.resolve("real/link.log"), dir.resolve("real/a.log"));

    walk("root/**/*.log");

    assertThat(found)
        .containsExactlyInAnyOrder(paths("root/a.log", "root/sub/b.log", "root/link.log"));
  }

  @Test
  void goesOnAfterWhatCannotBeRead() throws IOException {
    make("a/ok.log", "c/ok.log");
    Path self = dir.resolve("self");
    Files.createSymbolicLink(self, self);

    walk("a/*.log", "self/x/*.log", "c/*.log");

    assertThat(found).containsExactlyInAnyOrder(paths("a/ok.log", "c/ok.log"));
    assertThat(unreadable).containsExactly(dir.resolve("self/x"));
  }

  @Test
  void endsWithWhatTheVisitThrows() throws IOException {
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

    assertThatThrownBy(() -> FileWalk.walk(List.of(glob("*")), failing))
        .isInstanceOf(IOException.class)
        .hasMessage("full");
  }

  private void walk(String... globs) throws IOException {
    FileWalk.walk(Stream.of(globs).map(this::glob).toList(), visit);
  }

  private Glob glob(String below) {
    return Glob.parse(dir + "/" + below);
  }

  private void make(String... files) throws IOException {
    for (String file : files) {
      Path path = dir.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "x");
    }
  }

  private static Path[] paths(String... names) {
    return Stream.of(names).map(Path::of).toArray(Path[]::new);
  }
}
