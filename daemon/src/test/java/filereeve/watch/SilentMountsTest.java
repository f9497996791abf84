package filereeve.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.FileEvent;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A filesystem that does not answer, as the mount table and the question have it: the directory
/// itself is an ordinary one.
class SilentMountsTest {
  @TempDir private Path dir;
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final SilentMounts silent = new SilentMounts(this::ask, Duration.ofMillis(20));
  private final Heard heard = new Heard();

  private void ask(Path point) throws IOException {
    asked.incrementAndGet();
    try {
      answer.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void whoDoesNotAnswerIsSilentUntilItDoesAndIsAskedOnce() throws Exception {
    Path point = dir.resolve("remote");
    MountTable table = table(40, point);

    silent.ask(table);
    silent.ask(table);
    assertThat(silent.over(point.resolve("a/b"))).hasValue(point);
    assertThat(asked).hasValue(1);

    answer.countDown();
    awaitAnswered(table);
    assertThat(silent.over(point)).isEmpty();
  }

  @Test
  void whatIsMountedThereInsteadIsAskedForItself() {
    Path point = dir.resolve("remote");
    silent.ask(table(40, point));
    assertThat(silent.isAt(point)).isTrue();

    answer.countDown();
    silent.ask(table(41, point));
    assertThat(asked).hasValue(2);
  }

  /// Whoever closes the watch interrupts its thread, which must end.
  @Test
  void anInterruptDuringTheWaitIsKept() {
    Thread.currentThread().interrupt();
    silent.ask(table(40, dir.resolve("remote")));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aLocalFilesystemIsNotAsked() {
    silent.ask(MountTable.parse(bytes("40 22 0:35 / " + dir + " rw - ext4 /dev/vdb rw\n")));

    assertThat(asked).hasValue(0);
  }

  @Test
  void othersAreWatchedWhileOneIsSilentAndItIsWatchedOnceItAnswers() throws Exception {
    log.expect(Event.WATCH_FAILED);
    Path remote = Files.createDirectories(dir.resolve("a/remote"));
    Path local = Files.createDirectories(dir.resolve("b"));
    try (var watch = new Watch(heard, log, InstantSource.system(), kernel(remote))) {
      watch.replace(new Roots(Set.of(dir.resolve("a"), local), Reaching::everything, _ -> false));

      Path unheard = Files.createFile(remote.resolve("x"));
      heard.awaitChanged(Files.createFile(local.resolve("y")));
      assertThat(heard.all()).doesNotContain(new FileEvent.Changed(unheard));
      assertThat(log.lines(Event.WATCH_FAILED).getFirst().value("why").orElseThrow())
          .contains("the filesystem mounted at " + remote + " does not answer");

      answer.countDown();
      heard.awaitCovered(unheard);
      while (watch.stats().polled() > 1) {
        pause(); // until only the mount itself is polled: its directory is watched
      }
      heard.awaitChanged(Files.createFile(remote.resolve("z")));
    }
  }

  @Test
  void aRootOnASilentFilesystemIsWatchedOnceItAnswers() throws Exception {
    log.expect(Event.WATCH_FAILED);
    Path remote = Files.createDirectories(dir.resolve("remote"));
    Path root = Files.createDirectories(remote.resolve("deep/logs"));
    try (var watch = new Watch(heard, log, InstantSource.system(), kernel(remote))) {
      watch.replace(new Roots(Set.of(root), Reaching::everything, _ -> false));

      answer.countDown();
      heard.awaitCovered(root);
      heard.awaitChanged(Files.createFile(root.resolve("z")));
    }
  }

  private Kernel kernel(Path remote) {
    MountTable table = table(40, remote);
    Kernel kernel =
        TestKernel.of(Source.INOTIFY.opening(new LinuxPosix(), log)).polling(Duration.ofMillis(20));
    return kernel.mounted(() -> new NeverChanging(table), silent);
  }

  private void awaitAnswered(MountTable table) throws InterruptedException {
    do {
      pause();
      silent.ask(table);
    } while (silent.over(dir.resolve("remote")).isPresent());
  }

  private static void pause() throws InterruptedException {
    var _ = new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
  }

  private static MountTable table(int id, Path point) {
    return MountTable.parse(bytes(id + " 22 0:35 / " + point + " rw - nfs4 host:/x rw\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /// One mount table for ever.
  private record NeverChanging(MountTable table, Mounts none) implements Mounts {
    NeverChanging(MountTable table) {
      this(table, Mounts.none());
    }

    @Override
    public boolean await(Duration atMost) {
      return none.await(atMost);
    }

    @Override
    public void wake() {
      none.wake();
    }

    @Override
    public void close() {
      none.close();
    }
  }
}
