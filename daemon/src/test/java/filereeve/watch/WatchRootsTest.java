package filereeve.watch;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.FileEvent;
import filereeve.posix.LinuxPosix;
import filereeve.testing.RecordingLog;
import filereeve.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Roots that come, go and are exchanged.
@ParameterizedClass
@EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
class WatchRootsTest {
  @TempDir private Path dir;
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private final Heard heard = new Heard();
  private final Watch watch;

  WatchRootsTest(Source source) {
    this.watch =
        new Watch(source, new LinuxPosix(), heard, log, InstantSource.system(), Ticker.SYSTEM);
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void aRootThatDoesNotExistYetIsWaitedFor() throws Exception {
    Path root = dir.resolve("not/yet/there");
    watch(root);

    Files.createDirectories(root);

    heard.awaitOverflowed(root, "appeared");
    heard.awaitChanged(Files.createFile(root.resolve("a.log")));
  }

  @Test
  void whatIsInTheParentOfAMissingRootIsNotReported() throws Exception {
    Path root = dir.resolve("later/root");
    watch(root);

    Files.createFile(dir.resolve("beside.log"));
    Files.createDirectories(dir.resolve("beside/deep"));
    Files.createDirectories(root);
    heard.awaitOverflowed(root, "appeared");
    Files.createFile(root.resolveSibling("beside.log"));
    heard.awaitChanged(Files.createFile(root.resolve("a.log")));

    assertThat(heard.all()).noneMatch(e -> e.toString().contains("beside"));
  }

  @Test
  void aRootThatWasRemovedAndMadeAgainIsWatchedAgain() throws Exception {
    Path root = Files.createDirectory(dir.resolve("root"));
    watch(root);

    for (int i = 0; i < 3; i++) {
      Files.delete(root);
      heard.awaitOverflowed(root, "root lost");
      Files.createDirectory(root);
      heard.awaitOverflowed(root, "appeared");
      Path file = Files.createFile(root.resolve("a.log"));
      heard.awaitChanged(file);
      Files.delete(file);
    }
  }

  @Test
  void aRootThatWasReplacedAtOnceIsWatchedAgain() throws Exception {
    Path root = Files.createDirectory(dir.resolve("root"));
    Path other = Files.createDirectory(dir.resolve("other"));
    Files.createFile(other.resolve("a.log"));
    watch(root);

    Files.delete(root);
    Files.move(other, root);

    heard.awaitOverflowed(root, "appeared");
    heard.awaitChanged(Files.createFile(root.resolve("b.log")));
  }

  @Test
  void aRootThatWasRenamedAwayIsLostAndTheNextOneIsWatched() throws Exception {
    Path root = Files.createDirectory(dir.resolve("root"));
    watch(root);

    Files.move(root, dir.resolve("away"));
    heard.awaitOverflowed(root, "root lost");
    Files.createDirectory(root);
    heard.awaitOverflowed(root, "appeared");

    heard.awaitChanged(Files.createFile(root.resolve("a.log")));
  }

  @Test
  void aParentThatWasRenamedAwayAndBackIsNoticed() throws Exception {
    Path root = Files.createDirectories(dir.resolve("parent/root"));
    watch(root);

    Files.move(dir.resolve("parent"), dir.resolve("away"));
    heard.awaitOverflowed(root, "root lost");
    Files.createFile(dir.resolve("away/root/made-away.log"));
    Files.move(dir.resolve("away"), dir.resolve("parent"));
    heard.awaitOverflowed(root, "appeared");

    heard.awaitChanged(Files.createFile(root.resolve("a.log")));
  }

  @Test
  void aRootCanBeADirectoryThatBecomesAFile() throws Exception {
    Path root = Files.createDirectory(dir.resolve("root"));
    watch(root);

    Files.delete(root);
    heard.awaitOverflowed(root, "root lost");
    Files.createFile(root);
    heard.awaitChanged(root);
    Files.writeString(root, "written");
    heard.awaitChanged(root);
  }

  @Test
  void aRootThatIsALinkIsReportedUnderItsOwnName() throws Exception {
    Path one = Files.createDirectory(dir.resolve("one"));
    Files.createDirectory(one.resolve("sub"));
    Path two = Files.createDirectory(dir.resolve("two"));
    Path root = Files.createSymbolicLink(dir.resolve("root"), Path.of("one"));
    watch(root);

    Files.createFile(one.resolve("sub/a.log"));
    heard.awaitChanged(root.resolve("sub/a.log"));
    Path swapped = Files.createSymbolicLink(dir.resolve("new"), two);
    Files.move(swapped, root, ATOMIC_MOVE);
    heard.awaitOverflowed(root, "appeared");
    Files.createFile(two.resolve("b.log"));
    heard.awaitChanged(root.resolve("b.log"));

    assertThat(heard.all()).noneMatch(e -> e.toString().contains(one.toString()));
  }

  @Test
  void oneDirectoryWithTwoNamesIsReportedUnderBoth() throws Exception {
    Path real = Files.createDirectory(dir.resolve("real"));
    Path link = Files.createSymbolicLink(dir.resolve("link"), real);
    watch(real, link);

    Files.createFile(real.resolve("a.log"));
    heard.awaitChanged(real.resolve("a.log"));
    Files.delete(real.resolve("a.log"));
    heard.awaitDeleted(link.resolve("a.log"));

    assertThat(heard.all()).contains(new FileEvent.Changed(link.resolve("a.log")));
  }

  @Test
  void aRootInALoopOfLinksIsWaitedFor() throws Exception {
    Path root = Files.createSymbolicLink(dir.resolve("a"), dir.resolve("b"));
    Files.createSymbolicLink(dir.resolve("b"), dir.resolve("a"));
    watch(root);

    Files.delete(dir.resolve("b"));
    Files.createDirectory(dir.resolve("b"));

    heard.awaitOverflowed(root, "appeared");
    Files.createFile(dir.resolve("b/x.log"));
    heard.awaitChanged(root.resolve("x.log"));
  }

  private void watch(Path... roots) throws InterruptedException {
    watch.replace(new Roots(Set.of(roots), Reaching::everything, _ -> false));
  }
}
