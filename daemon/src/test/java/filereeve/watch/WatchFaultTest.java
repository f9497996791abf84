package filereeve.watch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What the watch does when its source of events fails, or comes too late.
class WatchFaultTest extends FaultyWatch {
  @Test
  void closingEndsARegistrationThatIsAtWork() throws Exception {
    var registering = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    DirectoryEvents.Opening opening =
        () ->
            new FaultyEvents(
                LibraryEvents.open(),
                _ -> {
                  registering.countDown();
                  awaitQuietly(goOn);
                  return null;
                });
    var watch = new Watch(heard, log, InstantSource.system(), kernel(opening));
    var replacing = new CountDownLatch(1);
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                watch.replace(roots());
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              replacing.countDown();
            });
    assertThat(registering.await(10, TimeUnit.SECONDS)).isTrue();

    Thread closing = Thread.ofPlatform().start(watch::close);
    goOn.countDown();

    closing.join();
    assertThat(replacing.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /// Its removal is not heard, because its parent is not registered yet, and the new directory can
  /// have the old one's inode number.
  @Test
  void aRootThatIsExchangedWhileItIsRegisteredIsWatched() throws Exception {
    Path root = Files.createDirectory(dir.resolve("root"));
    var removing = new AtomicBoolean(true);
    var making = new AtomicBoolean(true);
    FaultyEvents.Fault exchange =
        f -> {
          if (f.equals(dir) && removing.getAndSet(false)) {
            Files.delete(root);
          }
          if (f.equals(root) && making.getAndSet(false)) {
            Files.createDirectory(root);
            return new NoSuchFileException(f.toString());
          }
          return null;
        };
    DirectoryEvents.Opening opening =
        () -> new FaultyEvents(InotifyEvents.open(new LinuxPosix()), exchange);
    try (var watch = new Watch(heard, log, InstantSource.system(), kernel(opening))) {
      watch.replace(new Roots(Set.of(root), Reaching::everything, _ -> false));

      heard.awaitCovered(Files.createFile(root.resolve("a.log")));
      heard.awaitChanged(Files.createFile(root.resolve("b.log")));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anOverflowLooksAtAllRootsAndFindsNewDirectories() throws Exception {
    Path missed = dir.resolve("missed");
    var sources = new ConcurrentLinkedQueue<FaultyEvents>();
    try (Watch watch = watch(_ -> null, sources)) {
      sources.element().deaf = true;
      Files.createDirectory(missed);
      Files.createFile(dir.resolve("noticed"));
      sources.element().asleep.acquire();
      sources.element().deaf = false;
      sources.element().overflow = true;
      Files.createFile(dir.resolve("wakes"));

      heard.awaitOverflowed(dir, "overflow");
      heard.awaitChanged(Files.createFile(missed.resolve("x")));
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void aSourceThatEndsIsOpenedAgainAndEverythingLookedAt() throws Exception {
    log.expect(Event.WATCH_FAILED);
    var sources = new ConcurrentLinkedQueue<FaultyEvents>();
    try (Watch _ = watch(_ -> null, sources)) {
      for (int i = 0; i < 3; i++) {
        sources.remove().close();
        heard.awaitOverflowed(dir, "watcher failed");
        heard.awaitChanged(Files.createFile(dir.resolve("x" + i)));
      }
    }
    assertThat(log.lines(Event.WATCH_FAILED)).as("the same reason, each time").hasSize(3);
  }

  @Test
  void aListenerThatDiesIsNoEnd() throws Exception {
    log.expect(Event.WATCH_FAILED);
    var deaths = new AtomicInteger(1);
    try (var watch =
        new Watch(
            e -> {
              if (deaths.getAndDecrement() > 0) {
                throw new StackOverflowError();
              }
              heard.accept(e);
            },
            log,
            InstantSource.system(),
            kernel(LibraryEvents::open))) {
      watch.replace(roots());
      Files.createFile(dir.resolve("kills"));

      heard.awaitOverflowed(dir, "watcher failed");
    }
  }

  @Test
  void afterASourceThatWorkedTheWaitsBeginAnew() throws Exception {
    log.expect(Event.WATCH_FAILED);
    var failures = new AtomicInteger(3);
    var sources = new ConcurrentLinkedQueue<DirectoryEvents>();
    DirectoryEvents.Opening opening =
        () -> {
          if (failures.getAndDecrement() > 0) {
            throw new PosixException("inotify_init1", "inotify", Errno.EMFILE);
          }
          DirectoryEvents source = LibraryEvents.open();
          sources.add(source);
          return source;
        };
    try (var watch = new Watch(heard, log, InstantSource.system(), kernel(opening))) {
      watch.replace(roots());
      heard.awaitOverflowed(dir, "watcher failed");
      sources.remove().close();
      heard.awaitOverflowed(dir, "watcher failed");
    }

    assertThat(log.lines(Event.WATCH_FAILED))
        .extracting(line -> line.value("again_in").orElseThrow())
        .containsExactly("PT0.01S", "PT0.01S");
  }

  @Test
  void aSourceThatCannotBeOpenedIsTriedAgain() throws Exception {
    log.expect(Event.WATCH_FAILED);
    var failures = new AtomicInteger(3);
    DirectoryEvents.Opening opening =
        () -> {
          if (failures.getAndDecrement() > 0) {
            throw new PosixException("inotify_init1", "inotify", Errno.EMFILE);
          }
          return LibraryEvents.open();
        };
    try (var watch = new Watch(heard, log, InstantSource.system(), kernel(opening))) {
      watch.replace(roots());

      heard.awaitOverflowed(dir, "watcher failed");
      heard.awaitChanged(Files.createFile(dir.resolve("x")));
    }

    assertThat(log.lines(Event.WATCH_FAILED)).hasSize(1);
    assertThat(log.lines(Event.WATCH_FAILED).getFirst().value("why").orElseThrow())
        .contains("sysctl fs.inotify.max_user_instances=");
  }
}
