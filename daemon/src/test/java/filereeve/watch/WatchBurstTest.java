package filereeve.watch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.FileEvent;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Many files at once: none is missed.
@Tag("slow")
@ParameterizedClass
@EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
class WatchBurstTest {
  private final Source source;

  /// Not on a disk: there every rename waits for the journal while others sync, and tens of
  /// thousands took longer than any wait here.
  @TempDir(factory = MemoryTempDir.class)
  private Path dir;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  WatchBurstTest(Source source) {
    this.source = source;
  }

  @Test
  void noneOfTwentyThousandFilesInNewDirectoriesIsMissed() throws Exception {
    var found = new Found(20_000);
    try (Watch _ = watch(found)) {
      for (int directory = 0; directory < 200; directory++) {
        make(Files.createDirectory(dir.resolve("directory" + directory)), 100);
      }
      found.awaitAll();
    }
    assertThat(log.lines(Event.RESCAN)).hasSizeLessThan(20);
  }

  @Test
  void noneOfThousandsOfFilesInOneDirectoryIsMissed() throws Exception {
    var found = new Found(2_000);
    try (Watch _ = watch(found)) {
      make(dir, 2_000);
      found.awaitAll();
    }
  }

  /// The JDK keeps 512 events of a directory; what comes while the consumer is busy is lost.
  @Test
  void anOverflowOfTheKernelsEventsLooksAtAllRoots() throws Exception {
    var heard = new Heard();
    var goOn = new CountDownLatch(1);
    try (Watch _ =
        watch(
            e -> {
              await(goOn);
              heard.accept(e);
            })) {
      renameToAndFro(queuedEvents() / 2);
      goOn.countDown();

      heard.awaitOverflowed(dir, "overflow");
      heard.awaitChanged(Files.createFile(dir.resolve("after")));
    }
  }

  /// Two events each, of which the kernel never makes one.
  private void renameToAndFro(int times) throws IOException {
    Path one = Files.createFile(dir.resolve("one"));
    Path other = dir.resolve("other");
    for (int i = 0; i < times; i++) {
      Files.move(one, other);
      Files.move(other, one);
    }
  }

  private static int queuedEvents() throws IOException {
    return Integer.parseInt(
        Files.readAllLines(Path.of("/proc/sys/fs/inotify/max_queued_events")).getFirst());
  }

  private Watch watch(Consumer<FileEvent> consumer) throws InterruptedException {
    var watch =
        new Watch(source, new LinuxPosix(), consumer, log, InstantSource.system(), Ticker.SYSTEM);
    watch.replace(new Roots(Set.of(dir), Reaching::everything, _ -> false));
    return watch;
  }

  private static void make(Path directory, int files) throws IOException {
    for (int i = 0; i < files; i++) {
      Files.createFile(directory.resolve("file" + i));
    }
  }

  /// An error here would end the watching.
  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Does what rules do: looks at the file of an event, and at all files of a directory that it is
  /// told to look at as a whole.
  private static final class Found implements Consumer<FileEvent> {
    private final Set<Path> files = ConcurrentHashMap.newKeySet();
    private final CountDownLatch missing;

    Found(int files) {
      this.missing = new CountDownLatch(files);
    }

    @Override
    public void accept(FileEvent event) {
      switch (event) {
        case FileEvent.Changed(Path path) -> look(path);
        case FileEvent.Deleted _ -> {}
        case FileEvent.Overflowed(Path directory, _) -> {
          try (Stream<Path> all = Files.walk(directory)) {
            all.forEach(this::look);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
    }

    private void look(Path path) {
      if (Files.isRegularFile(path) && files.add(path)) {
        missing.countDown();
      }
    }

    void awaitAll() throws InterruptedException {
      assertThat(missing.await(10, TimeUnit.SECONDS))
          .as("%s files missed", missing.getCount())
          .isTrue();
    }
  }
}
