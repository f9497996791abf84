package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.FreeSpace;
import filereeve.archive.Keep;
import filereeve.archive.KeepBuilder;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Space;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KeepFreeTest {
  private static final long BLOCK = 4096;

  private final TestClock clock = new TestClock("2026-11-21T12:00:00Z");

  @TempDir(factory = MemoryTempDir.class)
  private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  /// A filesystem of 100 blocks, on which only the files of the test come and go.
  private FaultyPosix filesystem(long freeBlocks) {
    long others = (100 - freeBlocks) * BLOCK - used();
    return FaultyPosix.counting(new LinuxPosix())
        .withSpace(() -> new Space(100 * BLOCK, 100 * BLOCK - others - used()));
  }

  private long used() {
    try {
      return Rig.names(directory).size() * BLOCK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theOldestAreRemovedWhicheverLogTheyAreOfUntilEnoughIsFree() throws Exception {
    archives("a/x.log", 1, 3, 5);
    archives("b/y.log", 2, 4, 6);

    assertThat(rig(7, "*/*.log").whole(Cause.RESCAN)).isInstanceOf(Outcome.Skipped.class);

    assertThat(Rig.names(directory))
        .containsExactly(
            "a/x.log-20261115T000000Z", "b/y.log-20261114T000000Z", "b/y.log-20261116T000000Z");
    assertThat(log.lines(Event.REMOVED))
        .extracting(line -> line.value("archive").orElseThrow())
        .containsExactly(
            directory.resolve("a/x.log-20261111T000000Z").toString(),
            directory.resolve("b/y.log-20261112T000000Z").toString(),
            directory.resolve("a/x.log-20261113T000000Z").toString());
    assertThat(log.lines(Event.REMOVED).getFirst().value("why")).contains("keep.free");
  }

  @Test
  void whereEnoughIsFreeAllStay() throws Exception {
    archives("x.log", 1, 2, 3);

    rig(10, "*.log").whole(Cause.RESCAN);

    assertThat(Rig.names(directory)).hasSize(3);
  }

  @Test
  void theNewestOfEachLogIsKeptHoweverLittleIsFree() throws Exception {
    archives("a/x.log", 1, 2);
    archives("b/y.log", 3);

    rig(0, "*/*.log").whole(Cause.RESCAN);

    assertThat(Rig.names(directory))
        .containsExactly("a/x.log-20261112T000000Z", "b/y.log-20261113T000000Z");
  }

  @Test
  void whatTheOtherLimitsRemoveIsCountedFirst() throws Exception {
    archives("a/x.log", 1, 2, 3);
    archives("b/y.log", 4, 5, 6);
    Keep keep = new KeepBuilder().files(2).free(new FreeSpace.Share(10)).keep();
    var posix = filesystem(8);

    new Rig(RuleBuilder.of(directory, "*/*.log").keep(keep).settings(), posix, clock, log)
        .whole(Cause.RESCAN);

    assertThat(log.lines(Event.REMOVED))
        .allMatch(line -> line.value("why").equals(Optional.of("keep.files")));
    assertThat(Rig.names(directory)).hasSize(4);
  }

  @Test
  void anArchiveThatIsStillWrittenIsKeptAndTheNextOneIsRemoved() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    archives("x.log", 1, 2, 3, 4);
    try (var _ = new Writer(directory.resolve("x.log-20261111T000000Z"))) {
      rig(8, "*.log").whole(Cause.RESCAN);
      assertThat(directory.resolve("x.log-20261111T000000Z")).exists();
    }
    assertThat(directory.resolve("x.log-20261112T000000Z")).doesNotExist();
  }

  @Test
  void aRunOfOneLogAsksForALookAtAllOfThem() throws Exception {
    archives("x.log", 1, 2);
    Files.writeString(directory.resolve("x.log"), "due");
    Rig rig = rig(3, "*.log");

    rig.file(directory.resolve("x.log"), Cause.OPERATOR);

    assertThat(Rig.names(directory)).hasSize(3);
    assertThat(rig.queued())
        .containsExactly(new Trigger(RuleBuilder.NAME, new Subject.Whole(), Cause.FOLLOW_UP));
    rig.drain();
    assertThat(Rig.names(directory)).containsExactly("x.log-20261121T120000Z");
  }

  @Test
  void theLookAtTheStartLeavesItToTheNext() throws Exception {
    archives("x.log", 1, 2);
    Rig rig = rig(3, "*.log");

    rig.whole(Cause.START);

    assertThat(Rig.names(directory)).hasSize(2);
    rig.drain();
    assertThat(Rig.names(directory)).hasSize(1);
  }

  @Test
  void withoutItTheFilesystemIsNotAsked() throws Exception {
    archives("x.log", 1, 2);
    var posix = FaultyPosix.counting(new LinuxPosix());

    new Rig(RuleBuilder.of(directory, "*.log").settings(), posix, clock, log).whole(Cause.RESCAN);

    assertThat(posix.calls()).noneMatch(call -> call.startsWith("space"));
  }

  private Rig rig(long freeBlocks, String glob) {
    Keep keep = new KeepBuilder().free(new FreeSpace.Share(10)).keep();
    return new Rig(
        RuleBuilder.of(directory, glob).keep(keep).settings(), filesystem(freeBlocks), clock, log);
  }

  /// Of so many days of November, past the tenth; each takes one block.
  private void archives(String path, int... days) throws IOException {
    Files.createDirectories(directory.resolve(path).getParent());
    for (int day : days) {
      Files.writeString(directory.resolve("%s-202611%02dT000000Z".formatted(path, 10 + day)), "x");
    }
  }
}
