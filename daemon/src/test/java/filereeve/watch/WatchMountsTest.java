package filereeve.watch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.FileEvent;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.Mounted;
import filereeve.testing.RecordingLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Real filesystems that are mounted and unmounted: inotify says nothing of that.
@ParameterizedClass
@EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
class WatchMountsTest {
  private final Source source;
  @TempDir private Path dir;
  @RegisterExtension private final RecordingLog log = new RecordingLog();
  @RegisterExtension private final Mounted mounted = new Mounted();

  private final Heard heard = new Heard();
  private final Watch watch;

  WatchMountsTest(Source source) {
    this.source = source;
    this.watch =
        new Watch(
            heard,
            log,
            InstantSource.system(),
            TestKernel.of(source.opening(new LinuxPosix(), log)).polling(Duration.ofMillis(20)));
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void whatIsMountedInsideOfARootIsWatchedAndItAloneLookedAt() throws Exception {
    Path point = Files.createDirectories(dir.resolve("a/point"));
    watch(dir);

    mounted.tmpfs(point);
    heard.awaitOverflowed(point, "mount");
    Path sub = Files.createDirectory(point.resolve("sub"));
    heard.awaitCovered(Files.createFile(sub.resolve("x.log")));
    heard.awaitCovered(Files.createFile(sub.resolve("y.log")));
    watch.close();
    mounted.unmount(point);

    assertThat(heard.all()).doesNotContain(new FileEvent.Overflowed(dir, "mount"));
  }

  @Test
  void whatAppearsWhenSomethingIsUnmountedIsWatched() throws Exception {
    Path point = Files.createDirectories(dir.resolve("a/point"));
    mounted.tmpfs(point);
    watch(dir);

    for (int i = 0; i < 3; i++) {
      mounted.unmount(point);
      heard.awaitCovered(point);
      Path below = Files.createFile(point.resolve("below" + i));
      heard.awaitCovered(below);
      mounted.tmpfs(point);
      heard.awaitCovered(point);
      heard.awaitCovered(Files.createFile(point.resolve("above" + i)));
    }
  }

  @Test
  void aMountOverARootIsAnotherRoot() throws Exception {
    Path root = Files.createDirectories(dir.resolve("parent/root"));
    watch(root);

    mounted.tmpfs(root);
    heard.awaitOverflowed(root, "mount");
    heard.awaitChanged(Files.createFile(root.resolve("x.log")));
    mounted.unmount(root);
    heard.awaitCovered(root);
    heard.awaitCovered(Files.createFile(root.resolve("y.log")));
  }

  @Test
  void aMountOverTheWayToARootIsNoticed() throws Exception {
    Path parent = dir.resolve("parent");
    Path root = Files.createDirectories(parent.resolve("root"));
    watch(root);

    mounted.tmpfs(parent);
    heard.awaitOverflowed(root, "root lost");
    Files.createDirectory(root);
    heard.awaitOverflowed(root, "appeared");
    heard.awaitChanged(Files.createFile(root.resolve("x.log")));
    mounted.unmount(parent);
    heard.awaitCovered(root);
    heard.awaitCovered(Files.createFile(root.resolve("y.log")));
  }

  @Test
  void aDirectoryThatIsBoundSomewhereElseIsReportedThere() throws Exception {
    Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
    Path sub = Files.createDirectory(elsewhere.resolve("sub"));
    Path root = Files.createDirectory(dir.resolve("root"));
    watch(root);

    mounted.bind(elsewhere, root);
    heard.awaitOverflowed(root, "mount");
    Files.createFile(sub.resolve("x.log"));
    heard.awaitChanged(root.resolve("sub/x.log"));
    mounted.unmount(root);
    heard.awaitCovered(root);
    if (source == Source.INOTIFY) { // directory-watcher cannot let a directory go
      Files.createFile(sub.resolve("y.log"));
      heard.awaitChanged(Files.createFile(root.resolve("z.log")));
      assertThat(heard.all()).noneMatch(e -> e.toString().contains("y.log"));
    }
  }

  @Test
  void whatHappensOnOverlayfsIsReported() throws Exception {
    Path lower = Files.createDirectory(dir.resolve("lower"));
    Files.createDirectory(lower.resolve("sub"));
    Files.writeString(lower.resolve("sub/old.log"), "old");
    Path root = Files.createDirectory(dir.resolve("root"));
    mounted.tmpfs(Files.createDirectory(dir.resolve("memory")));
    Path upper = Files.createDirectory(dir.resolve("memory/upper"));
    Path work = Files.createDirectory(dir.resolve("memory/work"));
    mounted.overlay(lower, upper, work, root);
    watch(root);

    Path seen = root.resolve("sub/old.log");
    Files.writeString(seen, "new");
    heard.awaitChanged(seen);
    heard.awaitChanged(Files.createFile(root.resolve("sub/made.log")));
    Path renamed = Files.move(root.resolve("sub/made.log"), root.resolve("sub/renamed.log"));
    heard.awaitChanged(renamed);
    Files.delete(seen);
    heard.awaitDeleted(seen);
  }

  @Test
  void whatAProgramServesIsPolledAndThatIsSaid() throws Exception {
    Path behind = Files.createDirectories(dir.resolve("behind"));
    Path root = Files.createDirectories(dir.resolve("root"));
    Path point = Files.createDirectory(root.resolve("point"));
    mounted.fuse(behind, point);
    watch(root);

    Files.createFile(behind.resolve("x.log"));
    heard.awaitOverflowed(point, "polled");
    watch.close();

    assertThat(log.lines(Event.POLLING))
        .singleElement()
        .extracting(l -> l.value("directory").orElseThrow())
        .isEqualTo(point.toString());
  }

  private void watch(Path... roots) throws InterruptedException {
    watch.replace(new Roots(Set.of(roots), Reaching::everything, _ -> false));
  }
}
