package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FileDates;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The archives of many logs, compressed and published together.
class CompressionBatchTest {
  private static final int LOGS = 4;

  private final Posix real = new LinuxPosix();
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir(factory = MemoryTempDir.class)
  private Path dir;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  static List<Naming> namings() {
    return List.of(Naming.DATED, Naming.NUMBERED);
  }

  @ParameterizedTest
  @MethodSource("namings")
  void stoppedAfterAnyCallTheNextStartFinishesTheBatch(Naming naming) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int call = 1;
    boolean stopped = true;
    for (; stopped; call++) {
      Path directory = archives(naming, LOGS);
      var posix = FaultyPosix.stoppingAfter(real, call);
      try {
        rig(directory, naming, posix).archives(directory);
        stopped = false;
      } catch (FaultyPosix.Stopped _) {
        assertNothingIsLost(
            directory, "stopped after call " + call + ": " + posix.calls().getLast());
      }

      rig(directory, naming, real).wholeAndDrain(Cause.START);

      assertCompressed(directory, LOGS);
    }
    assertThat(call).isGreaterThan(20 * LOGS);
  }

  @ParameterizedTest
  @EnumSource(names = {"ENOSPC", "EIO", "EACCES", "EMFILE"})
  void whateverCallFailsTheOthersOfTheBatchAreCompressedAndTheNextRunMendsIt(Errno errno)
      throws Exception {
    log.expect(Event.RECOVERED_FILE);
    boolean failed = true;
    for (int call = 1; failed; call++) {
      Path directory = archives(Naming.NUMBERED, LOGS);
      var posix = FaultyPosix.failing(real, call, errno);
      Rig rig = rig(directory, Naming.NUMBERED, posix);

      Outcome outcome = rig.archives(directory);

      failed = posix.calls().size() >= call;
      String where = failed ? errno + " at " + posix.calls().get(call - 1) : "no failure";
      assertNothingIsLost(directory, where);
      if (outcome instanceof Outcome.Done) {
        assertCompressed(directory, LOGS);
      }
      rig.wholeAndDrain(Cause.RESCAN);
      assertCompressed(directory, LOGS);
    }
  }

  @Test
  void anArchiveThatFailsDoesNotHoldUpTheOthers() throws Exception {
    Path directory = archives(Naming.NUMBERED, LOGS);
    Files.write(directory.resolve("log0.log.1.gz"), new byte[] {31, (byte) 139, 8, 0});

    assertThat(rig(directory, Naming.NUMBERED, real).archives(directory))
        .isInstanceOf(Outcome.Failed.class);

    assertThat(archiveNames(directory))
        .containsExactly(
            "log0.log.1", "log0.log.1.gz", "log1.log.1.gz", "log2.log.1.gz", "log3.log.1.gz");
  }

  @Test
  void anArchiveThatIsStillWrittenDoesNotHoldUpTheOthers() throws Exception {
    clock.set(FileDates.now());
    Path directory = archives(Naming.NUMBERED, LOGS);
    Rig rig = rig(directory, Naming.NUMBERED, real);
    try (var writer = new Writer(directory.resolve("log2.log.1"))) {
      assertThat(rig.archives(directory))
          .isEqualTo(new Outcome.Deferred(Duration.ofSeconds(1), "a process has it open"));
      assertThat(archiveNames(directory))
          .containsExactly("log0.log.1.gz", "log1.log.1.gz", "log2.log.1", "log3.log.1.gz");
      writer.write(1);
    }

    assertThat(rig.archives(directory)).isEqualTo(new Outcome.Done());
    assertThat(Rig.content(directory.resolve("log2.log.1.gz"))).contains("line 00000001 of");
  }

  @Test
  void aLogThatIsBeingRotatedDoesNotHoldUpTheOthers() throws Exception {
    Path directory = archives(Naming.NUMBERED, LOGS);
    Rig rig = rig(directory, Naming.NUMBERED, real);
    try (var rotating = Executors.newSingleThreadExecutor()) {
      LogLocks.Held held =
          rotating.submit(() -> rig.locks().hold(directory.resolve("log1.log"))).get();

      assertThat(rig.archives(directory))
          .isEqualTo(new Outcome.Deferred(Duration.ofSeconds(1), "another run holds its log"));

      assertThat(archiveNames(directory))
          .containsExactly("log0.log.1.gz", "log1.log.1", "log2.log.1.gz", "log3.log.1.gz");
      assertThat(rig.locks().size()).as("logs that are held").isOne();
      rotating.submit(held::close).get();
    }
    assertThat(rig.archives(directory)).isEqualTo(new Outcome.Done());
  }

  @Test
  void aWriterThatComesAfterTheArchiveGotItsNameIsWaitedFor() throws Exception {
    Path directory = archives(Naming.NUMBERED, LOGS);
    var writers = new ArrayList<Writer>();
    Posix opening =
        BetweenCalls.afterFirst(
            real, "rename", () -> writers.add(new Writer(directory.resolve("log0.log.1"))));

    Outcome outcome = rig(directory, Naming.NUMBERED, opening).archives(directory);

    assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
    assertThat(archiveNames(directory)).contains("log0.log.1").doesNotContain("log0.log.1.gz");
    writers.getFirst().write(1).close();
    assertThat(rig(directory, Naming.NUMBERED, real).archives(directory))
        .isEqualTo(new Outcome.Done());
    assertThat(Rig.content(directory.resolve("log0.log.1.gz")))
        .contains("of log 0")
        .contains("line 00000001 of");
  }

  @Test
  void archivesThatMoveUpBeforeTheyArePublishedAreFoundUnderTheirNewNames() throws Exception {
    Path directory = archives(Naming.NUMBERED, LOGS);
    var rigs = new ArrayList<Rig>();
    Posix rotating =
        BetweenCalls.afterFirst(
            real,
            "sync",
            () -> {
              for (int i = 0; i < LOGS; i++) {
                Files.writeString(directory.resolve("log" + i + ".log"), "of the next log " + i);
              }
              rigs.getFirst().whole(Cause.SCHEDULE);
            });
    rigs.add(rig(directory, Naming.NUMBERED, rotating));

    assertThat(rigs.getFirst().archives(directory)).isEqualTo(new Outcome.Done());

    for (int i = 0; i < LOGS; i++) {
      assertThat(Rig.content(directory.resolve("log%d.log.2.gz".formatted(i)))).isEqualTo(line(i));
    }
    rigs.getFirst().drain();
    for (int i = 0; i < LOGS; i++) {
      assertThat(Rig.content(directory.resolve("log%d.log.1.gz".formatted(i))))
          .isEqualTo("of the next log " + i);
    }
    assertThat(archiveNames(directory)).hasSize(2 * LOGS);
  }

  @Test
  void anArchiveThatIsRemovedMeanwhileIsNotRecreated() throws Exception {
    Path directory = archives(Naming.NUMBERED, LOGS);
    Posix removing =
        BetweenCalls.afterFirst(real, "sync", () -> Files.delete(directory.resolve("log1.log.1")));

    assertThat(rig(directory, Naming.NUMBERED, removing).archives(directory))
        .isEqualTo(new Outcome.Done());

    assertThat(archiveNames(directory))
        .containsExactly("log0.log.1.gz", "log2.log.1.gz", "log3.log.1.gz");
  }

  @Test
  void anInterruptUndoesWhatHasNoNameYet() throws Exception {
    Path directory = archives(Naming.DATED, LOGS);
    Posix interrupting =
        BetweenCalls.afterFirst(real, "beginSync", () -> Thread.currentThread().interrupt());

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> rig(directory, Naming.DATED, interrupting).archives(directory));

    assertThat(archiveNames(directory)).hasSize(LOGS).noneMatch(name -> name.endsWith(".gz"));
    assertThat(rig(directory, Naming.DATED, real).archives(directory))
        .isEqualTo(new Outcome.Done());
    assertCompressed(directory, LOGS);
  }

  @Test
  void theDirectoryIsListedOnceAndSyncedTwiceForABatch() throws Exception {
    Path directory = archives(Naming.DATED, 501);
    var counting = FaultyPosix.counting(real);

    assertThat(rig(directory, Naming.DATED, counting).archives(directory))
        .isEqualTo(new Outcome.Done());

    List<String> calls = counting.calls();
    assertThat(calls).filteredOn(call -> call.startsWith("list ")).hasSize(1);
    assertThat(calls).filteredOn(("fsync " + directory)::equals).hasSize(4);
    assertThat(calls.size() / 501).isLessThan(35);
    assertCompressed(directory, 501);
  }

  @Test
  void theSmallestGoFirst() throws Exception {
    Path directory = archives(Naming.DATED, LOGS);
    Files.createFile(directory.resolve("a.log"));
    Path large = Files.writeString(directory.resolve("a.log.1"), "x".repeat(10_000));

    rig(directory, Naming.DATED, real).archives(directory);

    assertThat(log.lines(Event.COMPRESSED).getLast().value("file")).contains(large.toString());
  }

  private void assertNothingIsLost(Path directory, String where) throws IOException {
    assertThat(archiveNames(directory).stream().filter(name -> !name.startsWith(".")).toList())
        .as(where)
        .hasSizeBetween(LOGS, 2 * LOGS);
    for (int i = 0; i < LOGS; i++) {
      String archive = "log%d.log".formatted(i);
      for (String name : archiveNames(directory)) {
        if (name.startsWith(archive)) {
          assertThat(Rig.content(directory.resolve(name)))
              .as(where + ", " + name)
              .isEqualTo(line(i));
        }
      }
    }
  }

  private static void assertCompressed(Path directory, int logs) throws IOException {
    assertThat(archiveNames(directory)).hasSize(logs).allMatch(name -> name.endsWith(".gz"));
    assertThat(Rig.lines(directory))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, logs).mapToObj(CompressionBatchTest::line).toList());
  }

  /// A directory with one plain archive of each of some empty logs.
  private Path archives(Naming naming, int logs) throws IOException {
    Path directory = Files.createTempDirectory(dir, "archives");
    for (int i = 0; i < logs; i++) {
      String mark =
          switch (naming) {
            case Naming.Dated _ -> "-20261120T120000Z";
            case Naming.Numbered _ -> ".1";
          };
      Files.createFile(directory.resolve("log" + i + ".log"));
      Files.writeString(directory.resolve("log" + i + ".log" + mark), line(i));
    }
    return directory;
  }

  private static List<String> archiveNames(Path directory) throws IOException {
    return Rig.names(directory).stream().filter(name -> !name.endsWith(".log")).toList();
  }

  private static String line(int number) {
    return "the only line of log " + number;
  }

  private Rig rig(Path directory, Naming naming, Posix posix) {
    RotateSettings settings =
        RuleBuilder.of(directory, "*.log").naming(naming).compress(Codec.GZIP).settings();
    return new Rig(settings, posix, clock, log);
  }
}
