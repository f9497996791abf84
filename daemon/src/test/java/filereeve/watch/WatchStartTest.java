package filereeve.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.event.FileEvent;
import filereeve.posix.LinuxPosix;
import filereeve.route.FileWalk;
import filereeve.route.Glob;
import filereeve.route.Watched;
import filereeve.testing.Looking;
import filereeve.testing.RecordingLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// While directories are registered, others look at them and others change them.
class WatchStartTest {
  private static final int DIRECTORIES = 400;
  private static final Duration SLOW = Duration.ofNanos(50_000);

  @TempDir private Path dir;
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  /// Files whose change was not seen.
  private final Set<Path> unseen = ConcurrentHashMap.newKeySet();

  private final CountDownLatch allSeen = new CountDownLatch(1);

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void nothingIsMissedThatChangesWhileDirectoriesAreRegisteredAndLookedAt(Source source)
      throws Exception {
    List<Path> files = files();
    unseen.addAll(files);
    look(Looking.ANYWAY); // a first look takes so long that it would come too late to miss anything
    try (var watch = new Watch(this::heard, log, InstantSource.system(), slowly(source))) {
      var looking =
          new FutureTask<>(
              () -> {
                look(watch::await);
                return true;
              });
      var changing =
          new FutureTask<>(
              () -> {
                change(files);
                return true;
              });
      watch.replace(
          roots(dir),
          () -> {
            Thread.ofPlatform().start(looking);
            Thread.ofPlatform().start(changing);
          });
      looking.get();
      changing.get();
      var _ = allSeen.await(10, TimeUnit.SECONDS);
    }
    assertThat(unseen).isEmpty();
  }

  private List<Path> files() throws IOException {
    var files = new ArrayList<Path>();
    for (int i = 0; i < DIRECTORIES; i++) {
      Path directory = Files.createDirectories(dir.resolve("g" + i % 20).resolve("d" + i));
      files.add(Files.createFile(directory.resolve("a.log")));
    }
    Collections.shuffle(files, new Random(1));
    return files;
  }

  private Kernel slowly(Source source) {
    return TestKernel.of(
        () -> new FaultyEvents(source.opening(new LinuxPosix(), log).open(), _ -> pause()));
  }

  private static @Nullable IOException pause() {
    LockSupport.parkNanos(SLOW.toNanos());
    return null;
  }

  private static void change(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.writeString(file, "changed");
      pause();
    }
  }

  /// directory-watcher loses an event that comes between its registration of a directory and its
  /// note of it; then it reports an overflow of everything.
  private void heard(FileEvent event) {
    switch (event) {
      case FileEvent.Changed(Path path) -> seen(path);
      case FileEvent.Overflowed(Path top, String _) ->
          List.copyOf(unseen).stream().filter(path -> path.startsWith(top)).forEach(this::seen);
      case FileEvent.Deleted _ -> {}
    }
  }

  private void look(Watched watched) throws IOException, InterruptedException {
    FileWalk.walk(
        watched,
        () -> {},
        List.of(Glob.parse(dir + "/**/*.log")),
        new FileWalk.Visit() {
          @Override
          public void file(Path path, BasicFileAttributes attributes) {
            seen(path);
          }

          @Override
          public void unreadable(Path path, IOException why) {
            throw new UncheckedIOException(why);
          }
        });
  }

  private void seen(Path path) {
    if (path.toFile().length() > 0 && unseen.remove(path) && unseen.isEmpty()) {
      allSeen.countDown();
    }
  }

  @Test
  void whileRootsAreReplacedNobodyWaitsForWhatIsWatchedAlready() throws Exception {
    Path old = Files.createDirectory(dir.resolve("old"));
    Path sub = Files.createDirectory(old.resolve("sub"));
    Path fresh = Files.createDirectory(dir.resolve("fresh"));
    var goOn = new CountDownLatch(1);
    Kernel kernel =
        TestKernel.of(
            () ->
                new FaultyEvents(
                    InotifyEvents.open(new LinuxPosix()),
                    f -> f.equals(fresh) ? stopAt(goOn) : null));
    try (var watch = new Watch(this::heard, log, InstantSource.system(), kernel)) {
      watch.replace(roots(old));
      var looking =
          new FutureTask<>(
              () -> {
                watch.await(sub, () -> {});
                goOn.countDown();
                watch.await(fresh, () -> {});
                return true;
              });

      watch.replace(roots(old, fresh), () -> Thread.ofPlatform().start(looking));

      assertThat(looking.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whoeverWaitsForADirectoryGoesOnWhenItIsRegisteredAndNotBefore() throws Exception {
    Path sub = Files.createDirectory(dir.resolve("sub"));
    var reached = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var hadToWait = new AtomicBoolean();
    Kernel kernel =
        TestKernel.of(
            () ->
                new FaultyEvents(
                    InotifyEvents.open(new LinuxPosix()),
                    f -> {
                      if (!f.equals(sub)) {
                        return null;
                      }
                      reached.countDown();
                      return stopAt(goOn);
                    }));
    try (var watch = new Watch(this::heard, log, InstantSource.system(), kernel)) {
      var looking =
          new FutureTask<>(
              () -> {
                reached.await();
                watch.await(
                    sub,
                    () -> {
                      hadToWait.set(true);
                      goOn.countDown();
                    });
                goOn.countDown();
                return true;
              });

      watch.replace(roots(dir), () -> Thread.ofPlatform().start(looking));

      assertThat(looking.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(hadToWait).isTrue();
    }
  }

  private static Roots roots(Path... paths) {
    return new Roots(Set.of(paths), Reaching::everything, _ -> false);
  }

  private static @Nullable IOException stopAt(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
      return null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoWaitsForADirectoryGoesOnWhenItIsRegisteredOrCannotBe() throws Exception {
    var registered = new Registered();
    var signs = new AtomicInteger();
    Path one = Path.of("/one");
    var waiting =
        new FutureTask<>(
            () -> {
              registered.await(one, signs::incrementAndGet);
              registered.await(Path.of("/never"), signs::incrementAndGet);
              return true;
            });
    Thread.ofPlatform().start(waiting);
    registered.add(one);
    assertThatThrownBy(() -> waiting.get(500, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);

    registered.complete();

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(signs).hasPositiveValue();
  }
}
