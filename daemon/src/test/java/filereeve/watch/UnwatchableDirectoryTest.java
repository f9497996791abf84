package filereeve.watch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What the watch does about a directory that the kernel refuses to watch.
class UnwatchableDirectoryTest extends FaultyWatch {
  @Test
  void aDirectoryThatCannotBeReadLeavesTheOthersWatched() throws Exception {
    log.expect(Event.WATCH_FAILED);
    Path bad = Files.createDirectories(dir.resolve("b"));
    Files.createDirectories(dir.resolve("a"));
    Files.createDirectories(dir.resolve("c"));
    try (Watch _ = watch(f -> f.equals(bad) ? new AccessDeniedException(f.toString()) : null)) {
      heard.awaitChanged(Files.createFile(dir.resolve("a/x")));
      heard.awaitChanged(Files.createFile(dir.resolve("c/x")));
    }

    assertThat(log.lines(Event.WATCH_FAILED))
        .singleElement()
        .extracting(l -> l.value("why").orElseThrow())
        .isEqualTo("cannot watch " + bad + ": Permission denied. Let the daemon's user read it.");
  }

  @Test
  void theLimitOfWatchesIsLoggedOnceWithItsRemedy() throws Exception {
    log.expect(Event.WATCH_FAILED);
    for (String name : new String[] {"full1", "full2", "full3", "free"}) {
      Files.createDirectory(dir.resolve(name));
    }
    try (Watch _ = watch(f -> f.toString().contains("full") ? limit() : null)) {
      heard.awaitChanged(Files.createFile(dir.resolve("free/x")));
      Files.createDirectory(dir.resolve("full4"));
      heard.awaitChanged(Files.createFile(dir.resolve("free/y")));
    }

    assertThat(log.lines(Event.WATCH_FAILED))
        .singleElement()
        .extracting(l -> l.value("why").orElseThrow())
        .asString()
        .endsWith(
            ": all inotify watches are in use. Raise the limit: sysctl fs.inotify.max_user_watches="
                + 2 * watchesAllowed());
  }

  private static long watchesAllowed() throws IOException {
    return Long.parseLong(
        Files.readAllLines(Path.of("/proc/sys/fs/inotify/max_user_watches")).getFirst());
  }

  @Test
  void aMissingRootWhoseParentCannotBeWatchedIsLogged() throws Exception {
    log.expect(Event.WATCH_FAILED);
    DirectoryEvents.Opening opening =
        () ->
            new FaultyEvents(
                LibraryEvents.open(),
                f -> f.equals(dir) ? new AccessDeniedException(f.toString()) : null);
    try (var watch = new Watch(heard, log, InstantSource.system(), kernel(opening))) {
      watch.replace(new Roots(Set.of(dir.resolve("missing")), Reaching::everything, _ -> false));
    }

    assertThat(log.lines(Event.WATCH_FAILED))
        .singleElement()
        .extracting(l -> l.value("directory").orElseThrow())
        .isEqualTo(dir.toString());
  }

  @Test
  void aDirectoryThatIsGoneBeforeItIsRegisteredIsNoFailure() throws Exception {
    Path gone = Files.createDirectories(dir.resolve("gone"));
    try (Watch _ = watch(f -> f.equals(gone) ? new NoSuchFileException(f.toString()) : null)) {
      heard.awaitChanged(Files.createFile(dir.resolve("x")));
    }
  }

  @Test
  void aDirectoryThatCanBeReadAgainIsWatched() throws Exception {
    log.expect(Event.WATCH_FAILED);
    Path directory = Files.createDirectories(dir.resolve("directory"));
    Files.createFile(directory.resolve("before"));
    var denied = new AtomicInteger(1);
    try (Watch _ =
        watch(
            f ->
                f.equals(directory) && denied.getAndDecrement() > 0
                    ? new AccessDeniedException(f.toString())
                    : null)) {
      Files.setPosixFilePermissions(directory, Files.getPosixFilePermissions(dir));
      heard.awaitOverflowed(directory, "readable again");
      heard.awaitChanged(Files.createFile(directory.resolve("after")));
    }
  }

  @Test
  void watchesThatTheRootsBeforeHeldAreUsed() throws Exception {
    log.expect(Event.WATCH_FAILED);
    var sources = new ConcurrentLinkedQueue<FaultyEvents>();
    Path directory = Files.createDirectory(dir.resolve("directory"));
    try (Watch watch =
        watch(f -> f.equals(directory) && sources.size() == 2 ? limit() : null, sources)) {
      watch.replace(roots());

      heard.awaitOverflowed(dir, "watches renewed");
      heard.awaitChanged(Files.createFile(directory.resolve("x")));
    }
  }

  private static IOException limit() {
    return new PosixException("inotify_add_watch", "", Errno.ENOSPC);
  }
}
