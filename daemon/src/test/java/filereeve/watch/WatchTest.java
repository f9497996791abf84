package filereeve.watch;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.event.FileEvent;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import filereeve.time.Ticker;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
class WatchTest {
  private final Source source;
  @TempDir private Path dir;
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private final Heard heard = new Heard();
  private final Watch watch;

  WatchTest(Source source) {
    this.source = source;
    this.watch =
        new Watch(source, new LinuxPosix(), heard, log, InstantSource.system(), Ticker.SYSTEM);
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void reportsWhatIsMadeWrittenRenamedAndRemoved() throws Exception {
    Path sub = Files.createDirectory(dir.resolve("sub"));
    watch(dir);

    Path file = Files.createFile(sub.resolve("a.log"));
    heard.awaitChanged(file);
    Files.writeString(file, "line\n", APPEND);
    heard.awaitChanged(file);
    Path renamed = Files.move(file, dir.resolve("b.log"));
    heard.awaitRenamed(file, renamed);
    Files.delete(renamed);
    heard.awaitDeleted(renamed);
  }

  /// A service's files are compared with their modes.
  @Test
  void reportsAFileWhoseModeIsChanged() throws Exception {
    Path file = Files.createFile(dir.resolve("a.conf"));
    watch(dir);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    heard.awaitChanged(file);
  }

  @Test
  void logsAllRootsAtOnceAndThoseThatAppearLater() throws Exception {
    Files.createDirectories(dir.resolve("first/a/b"));
    Path second = Files.createDirectory(dir.resolve("second"));
    Path third = dir.resolve("third");
    watch(dir.resolve("first"), second, third);
    Files.createDirectory(third);
    heard.awaitOverflowed(third, "appeared");

    assertThat(log.lines(Event.WATCHING))
        .extracting(l -> l.fields().stream().map(f -> f.key() + "=" + f.value()).toList())
        .containsExactly(
            List.of("roots=3", "directories=4", "missing=Optional[[" + third + "]]"),
            List.of("root=" + third, "directories=1"));
  }

  @Test
  void watchesNewDirectoriesAndThoseInThem() throws Exception {
    watch(dir);

    Path file = dir.resolve("x/y/z/a.log");
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    heard.awaitCovered(file);
    Path later = Files.createFile(file.resolveSibling("b.log"));
    heard.awaitCovered(later);
    Files.writeString(later, "more", APPEND);
    heard.awaitChanged(later);
  }

  @Test
  void theFilesOfADirectoryThatWasMovedInAreReported(@TempDir Path elsewhere) throws Exception {
    watch(dir);
    Path full = Files.createDirectories(elsewhere.resolve("full/deep"));
    Files.createFile(full.resolve("a.log"));

    Files.move(elsewhere.resolve("full"), dir.resolve("moved"));

    heard.awaitChanged(dir.resolve("moved/deep/a.log"));
    heard.awaitChanged(Files.createFile(dir.resolve("moved/deep/b.log")));
    assertThat(log.lines(Event.RESCAN)).isEmpty();
  }

  @Test
  void aLargeDirectoryThatWasMovedInIsLookedAtAsAWhole(@TempDir Path elsewhere) throws Exception {
    watch(dir);
    Path full = Files.createDirectories(elsewhere.resolve("full/deep"));
    for (int i = 0; i <= 1_000; i++) {
      Files.createFile(full.resolve(i + ".log"));
    }

    Files.move(elsewhere.resolve("full"), dir.resolve("moved"));

    heard.awaitOverflowed(dir.resolve("moved"), "new directory");
    heard.awaitChanged(Files.createFile(dir.resolve("moved/deep/b.log")));
    assertThat(log.lines(Event.RESCAN))
        .extracting(l -> l.value("directory").orElseThrow())
        .contains(dir.resolve("moved").toString());
  }

  @Test
  void aDirectoryThatNothingCanMatchIsNotWatched() throws Exception {
    Path wanted = Files.createDirectory(dir.resolve("wanted"));
    Path unwanted = Files.createDirectory(dir.resolve("unwanted"));
    watch(path -> !path.startsWith(unwanted), _ -> false, dir);
    assertThat(log.lines(Event.WATCHING).getFirst().value("directories")).hasValue("2");

    Files.createFile(unwanted.resolve("a.log"));
    Files.createDirectory(unwanted.resolve("new"));
    heard.awaitChanged(Files.createFile(wanted.resolve("a.log")));

    assertThat(heard.all()).noneMatch(e -> e.toString().contains("unwanted"));
  }

  @Test
  void aLiteralFileIsReportedAndNothingBesideIt() throws Exception {
    Path file = dir.resolve("app.conf");
    watch(file);

    Files.createFile(dir.resolve("other.conf"));
    Files.writeString(file, "first");
    heard.awaitChanged(file);
    Files.writeString(file, "second", APPEND);
    heard.awaitChanged(file);
    Path edited = Files.writeString(dir.resolve("app.conf.new"), "third");
    Files.move(edited, file, REPLACE_EXISTING);
    heard.awaitChanged(file);
    Files.writeString(file, "fourth", APPEND);
    heard.awaitChanged(file);
    Files.delete(file);
    heard.awaitDeleted(file);

    assertThat(heard.all()).allMatch(e -> e.toString().contains(file.toString() + "]"));
  }

  @Test
  void namesThatAreNotUtf8AreReportedAsTheyAre() throws Exception {
    watch(dir);
    Path file = Path.of(URI.create(dir.toUri() + "%ff%0a.log"));

    Files.createFile(file);

    heard.awaitChanged(file);
  }

  @Test
  void otherRootsTakeThePlaceOfThoseBefore() throws Exception {
    Path first = Files.createDirectory(dir.resolve("first"));
    Path kept = Files.createDirectory(dir.resolve("kept"));
    Path second = Files.createDirectory(dir.resolve("second"));
    watch(first, kept);
    watch(kept, second);

    Files.createFile(first.resolve("a.log"));
    heard.awaitChanged(Files.createFile(kept.resolve("b.log")));
    heard.awaitChanged(Files.createFile(second.resolve("c.log")));

    assertThat(heard.all()).noneMatch(e -> e.toString().contains("first"));
  }

  /// The JDK's service drops what it has not handed over.
  @Test
  void whatHappenedJustBeforeRootsAreReplacedIsReported() throws Exception {
    assumeTrue(source == Source.INOTIFY);
    watch(dir);
    for (int i = 0; i < 50; i++) {
      Path before = Files.createFile(dir.resolve("before" + i));
      watch(dir);
      heard.awaitChanged(before);
    }
  }

  @Test
  void whatTheConsumerThrowsIsLoggedAndTheWatchGoesOn() throws Exception {
    log.expect(Event.EVENT_LOST);
    Path bad = dir.resolve("bad");
    try (var throwing =
        new Watch(
            source,
            new LinuxPosix(),
            this::throwOnBad,
            log,
            InstantSource.system(),
            Ticker.SYSTEM)) {
      throwing.replace(new Roots(Set.of(dir), Reaching::everything, _ -> false));

      Files.createFile(bad);
      heard.awaitChanged(Files.createFile(dir.resolve("good")));
    }

    assertThat(log.lines(Event.EVENT_LOST).getFirst().value("file")).hasValue(bad.toString());
  }

  @Test
  void afterAnErrorOfTheProgramItWatchesAgainAndEverythingIsLookedAt() throws Exception {
    log.expect(Event.WATCH_FAILED);
    var kernel = TestKernel.of(source.opening(new LinuxPosix(), log)).pausing(Duration.ofMillis(5));
    try (var failing = new Watch(this::failOnBad, log, InstantSource.system(), kernel)) {
      failing.replace(new Roots(Set.of(dir), Reaching::everything, _ -> false));

      Files.createFile(dir.resolve("bad"));
      heard.awaitOverflowed(dir, "watcher failed");
      heard.awaitChanged(Files.createFile(dir.resolve("good")));
    }

    assertThat(log.lines(Event.WATCH_FAILED).getFirst().value("why").orElseThrow())
        .contains("AssertionError: no");
  }

  private void failOnBad(FileEvent event) {
    if (event instanceof FileEvent.Changed(Path path) && path.endsWith("bad")) {
      throw new AssertionError("no");
    }
    heard.accept(event);
  }

  private void throwOnBad(FileEvent event) {
    if (event instanceof FileEvent.Changed(Path path) && path.endsWith("bad")) {
      throw new IllegalStateException("no");
    }
    heard.accept(event);
  }

  @Test
  void itsThreadsEndWithIt() throws Exception {
    watch(dir);
    assertThat(threads()).isNotEmpty();

    watch.close();

    assertThat(threads()).isEmpty();
  }

  private static Set<String> threads() {
    var names = new HashSet<String>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("filereeve-watch-")) {
        names.add(thread.getName());
      }
    }
    return names;
  }

  @Test
  void noRootsAreWatchedToo() throws Exception {
    watch();
    watch(dir);

    heard.awaitChanged(Files.createFile(dir.resolve("a.log")));
  }

  private void watch(Path... roots) throws InterruptedException {
    watch(_ -> true, _ -> false, roots);
  }

  private void watch(Predicate<Path> mayMatchBelow, Predicate<Path> followsLink, Path... roots)
      throws InterruptedException {
    watch.replace(new Roots(Set.of(roots), path -> new Reaching(path, mayMatchBelow), followsLink));
  }
}
