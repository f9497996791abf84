package filereeve.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What cannot be watched is polled, and watched as soon as it can be.
@Tag("alone")
class WatchLimitsTest {
  private static final int DIRECTORIES = 4;

  @TempDir private Path dir;
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private final Heard heard = new Heard();
  private volatile boolean full = true;

  enum Fault {
    ENOSPC,
    EACCES,
    ENOENT,
    EMFILE;

    IOException of(Path directory) {
      return switch (this) {
        case ENOSPC -> new PosixException("inotify_add_watch", "", Errno.ENOSPC);
        case EACCES -> new AccessDeniedException(directory.toString());
        case ENOENT -> new NoSuchFileException(directory.toString());
        case EMFILE -> new PosixException("inotify_add_watch", "", Errno.EMFILE);
      };
    }
  }

  /// The k-th registration fails, for every k: of the directories on the way, of the root, of those
  /// below it.
  @ParameterizedTest
  @EnumSource
  void whicheverRegistrationFailsEverythingIsWatchedInTheEnd(Fault fault) throws Exception {
    log.expect(Event.WATCH_FAILED);
    Path root = Files.createDirectories(dir.resolve("way/root"));
    for (int i = 0; i < DIRECTORIES; i++) {
      Files.createDirectory(root.resolve("f" + i));
    }
    int registrations = DIRECTORIES + 1 + dir.resolve("way").getNameCount() + 1;
    for (int k = 1; k <= registrations; k++) {
      var left = new AtomicInteger(k);
      try (Watch _ = watch(root, f -> left.decrementAndGet() == 0 ? gone(fault, f) : null)) {
        assertThat(left.get()).isLessThanOrEqualTo(0);
        for (int i = 0; i < DIRECTORIES; i++) {
          Path file = root.resolve("f" + i).resolve(fault + "-" + k);
          Files.createFile(file);
          heard.awaitCovered(file);
        }
      }
    }
  }

  /// Who says that a directory is not there has to be right, and its parent tells when it is.
  private IOException gone(Fault fault, Path directory) {
    if (fault == Fault.ENOENT && directory.startsWith(dir)) {
      try {
        Path away =
            Files.move(directory, directory.resolveSibling(directory.getFileName() + ".away"));
        Files.move(away, directory);
      } catch (IOException e) {
        return e;
      }
    }
    return fault.of(directory);
  }

  @Test
  void whatIsBeyondTheLimitIsPolledUntilThereIsRoomAndThatIsSaidOnce() throws Exception {
    log.expect(Event.WATCH_FAILED);
    for (String name : new String[] {"full1", "full2", "full3", "free"}) {
      Files.createDirectory(dir.resolve(name));
    }
    try (Watch watch =
        watch(dir, f -> full && f.toString().contains("full") ? Fault.ENOSPC.of(f) : null)) {
      heard.awaitChanged(Files.createFile(dir.resolve("free/x")));
      heard.awaitOverflowed(dir.resolve("full1"), "polled");
      heard.awaitOverflowed(dir.resolve("full3"), "polled");
      assertThat(watch.stats().polled()).isEqualTo(3);
      assertThat(watch.stats().watches()).isPresent();

      full = false;
      heard.awaitOverflowed(dir.resolve("full2"), "polled");
      for (int i = 0; watch.stats().polled() > 0; i++) {
        heard.awaitCovered(Files.createFile(dir.resolve("full1/more" + i)));
      }
      heard.awaitChanged(Files.createFile(dir.resolve("full2/x")));
    }

    assertThat(log.lines(Event.WATCH_FAILED))
        .singleElement()
        .extracting(l -> l.value("why").orElseThrow())
        .asString()
        .contains("Raise the limit: sysctl fs.inotify.max_user_watches=");
    assertThat(log.lines(Event.WATCH_RESTORED)).hasSize(1);
  }

  @Test
  void whileThereIsNoInstanceAllIsPolledAndThatIsSaidOnce() throws Exception {
    log.expect(Event.WATCH_FAILED);
    var opened = new AtomicInteger();
    DirectoryEvents.Opening opening =
        () -> {
          if (full) {
            opened.incrementAndGet();
            throw Fault.EMFILE.of(dir);
          }
          return InotifyEvents.open(new LinuxPosix());
        };
    try (var watch = new Watch(heard, log, InstantSource.system(), kernel(opening))) {
      watch.replace(new Roots(Set.of(dir), Reaching::everything, _ -> false));
      for (int i = 0; i < 3; i++) {
        heard.awaitOverflowed(dir, "polled");
      }
      full = false;
      heard.awaitOverflowed(dir, "watcher failed");
      heard.awaitChanged(Files.createFile(dir.resolve("x")));
    }

    assertThat(opened.get()).isGreaterThan(1);
    assertThat(log.lines(Event.WATCH_FAILED))
        .singleElement()
        .extracting(l -> l.value("why").orElseThrow())
        .asString()
        .contains("Raise the limit: sysctl fs.inotify.max_user_instances=");
  }

  /// In a process of its own, in a user namespace of its own, whose limits it may set.
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void theKernelsOwnLimitIsHeldOutAndItsEndNoticed(Source source) throws Exception {
    Process process =
        new ProcessBuilder(
                "unshare",
                "--user",
                "--map-root-user",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LimitedWatch.class.getName(),
                source.name(),
                dir.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assumeTrue(!output.contains("unshare: "), output);

    assertThat(process.exitValue()).as(output).isZero();
  }

  /// Else a plain user's rule over `/var/log` would look at everything each half minute.
  @Test
  void aDirectoryThatMustNotBeReadIsTriedAgainWithoutALookAndSaidOnce() throws Exception {
    log.expect(Event.WATCH_FAILED);
    Path secret = Files.createDirectory(dir.resolve("secret"));
    var tries = new Semaphore(0);
    try (Watch _ =
        watch(
            dir,
            f -> {
              if (!full || !f.equals(secret)) {
                return null;
              }
              tries.release();
              return Fault.EACCES.of(f);
            })) {
      assertThat(tries.tryAcquire(4, 10, TimeUnit.SECONDS)).isTrue();
      heard.awaitChanged(Files.createFile(dir.resolve("x")));
      assertThat(heard.all()).noneMatch(e -> e.toString().contains("polled"));
      full = false;
      heard.awaitOverflowed(secret, "polled");
      heard.awaitChanged(Files.createFile(secret.resolve("x")));
    }

    assertThat(log.lines(Event.WATCH_FAILED)).hasSize(1);
  }

  @Test
  void afterTheHostSleptEverythingIsLookedAt() throws Exception {
    var asleep = new AtomicLong(7);
    Kernel kernel = kernel(() -> InotifyEvents.open(new LinuxPosix())).sleeping(asleep::get);
    try (var watch = new Watch(heard, log, InstantSource.system(), kernel)) {
      watch.replace(new Roots(Set.of(dir), Reaching::everything, _ -> false));
      asleep.addAndGet(Duration.ofMinutes(3).toNanos());

      heard.awaitOverflowed(dir, "host slept");
    }

    assertThat(log.lines(Event.RESCAN)).hasSize(1);
  }

  private Watch watch(Path root, FaultyEvents.Fault fault) throws InterruptedException {
    var watch =
        new Watch(
            heard,
            log,
            InstantSource.system(),
            kernel(() -> new FaultyEvents(InotifyEvents.open(new LinuxPosix()), fault)));
    watch.replace(new Roots(Set.of(root), Reaching::everything, _ -> false));
    return watch;
  }

  private static Kernel kernel(DirectoryEvents.Opening opening) {
    return TestKernel.of(opening).pausing(Duration.ofMillis(5)).polling(Duration.ofMillis(20));
  }
}
