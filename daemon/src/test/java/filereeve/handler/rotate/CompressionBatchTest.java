package filereeve.handler.rotate;

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
      Path folder = archives(naming, LOGS);
      var posix = FaultyPosix.stoppingAfter(real, call);
      try {
        rig(folder, naming, posix).archives(folder);
        stopped = false;
      } catch (FaultyPosix.Stopped _) {
        assertNothingIsLost(folder, "stopped after call " + call + ": " + posix.calls().getLast());
      }

      rig(folder, naming, real).wholeAndDrain(Cause.START);

      assertCompressed(folder, LOGS);
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
      Path folder = archives(Naming.NUMBERED, LOGS);
      var posix = FaultyPosix.failing(real, call, errno);
      Rig rig = rig(folder, Naming.NUMBERED, posix);

      Outcome outcome = rig.archives(folder);

      failed = posix.calls().size() >= call;
      String where = failed ? errno + " at " + posix.calls().get(call - 1) : "no failure";
      assertNothingIsLost(folder, where);
      if (outcome instanceof Outcome.Done) {
        assertCompressed(folder, LOGS);
      }
      rig.wholeAndDrain(Cause.RESCAN);
      assertCompressed(folder, LOGS);
    }
  }

  @Test
  void anArchiveThatFailsDoesNotHoldUpTheOthers() throws Exception {
    Path folder = archives(Naming.NUMBERED, LOGS);
    Files.write(folder.resolve("log0.log.1.gz"), new byte[] {31, (byte) 139, 8, 0});

    assertThat(rig(folder, Naming.NUMBERED, real).archives(folder))
        .isInstanceOf(Outcome.Failed.class);

    assertThat(archiveNames(folder))
        .containsExactly(
            "log0.log.1", "log0.log.1.gz", "log1.log.1.gz", "log2.log.1.gz", "log3.log.1.gz");
  }

  @Test
  void anArchiveThatIsStillWrittenDoesNotHoldUpTheOthers() throws Exception {
    Path folder = archives(Naming.NUMBERED, LOGS);
    Rig rig = rig(folder, Naming.NUMBERED, real);
    try (var writer = new Writer(folder.resolve("log2.log.1"))) {
      assertThat(rig.archives(folder))
          .isEqualTo(new Outcome.Later(Duration.ofSeconds(1), "a process has it open"));
      assertThat(archiveNames(folder))
          .containsExactly("log0.log.1.gz", "log1.log.1.gz", "log2.log.1", "log3.log.1.gz");
      writer.write(1);
    }

    assertThat(rig.archives(folder)).isEqualTo(new Outcome.Done());
    assertThat(Rig.content(folder.resolve("log2.log.1.gz"))).contains("line 00000001 of");
  }

  @Test
  void aLogThatIsBeingRotatedDoesNotHoldUpTheOthers() throws Exception {
    Path folder = archives(Naming.NUMBERED, LOGS);
    Rig rig = rig(folder, Naming.NUMBERED, real);
    try (var rotating = Executors.newSingleThreadExecutor()) {
      LogLocks.Held held =
          rotating.submit(() -> rig.locks().hold(folder.resolve("log1.log"))).get();

      assertThat(rig.archives(folder))
          .isEqualTo(new Outcome.Later(Duration.ofSeconds(1), "its log is being worked at"));

      assertThat(archiveNames(folder))
          .containsExactly("log0.log.1.gz", "log1.log.1", "log2.log.1.gz", "log3.log.1.gz");
      assertThat(rig.locks().size()).as("logs that are held").isOne();
      rotating.submit(held::close).get();
    }
    assertThat(rig.archives(folder)).isEqualTo(new Outcome.Done());
  }

  @Test
  void aWriterThatComesAfterTheArchiveGotItsNameIsWaitedFor() throws Exception {
    Path folder = archives(Naming.NUMBERED, LOGS);
    var writers = new ArrayList<Writer>();
    Posix opening =
        BetweenCalls.afterFirst(
            real, "rename", () -> writers.add(new Writer(folder.resolve("log0.log.1"))));

    Outcome outcome = rig(folder, Naming.NUMBERED, opening).archives(folder);

    assertThat(outcome).isInstanceOf(Outcome.Later.class);
    assertThat(archiveNames(folder)).contains("log0.log.1").doesNotContain("log0.log.1.gz");
    writers.getFirst().write(1).close();
    assertThat(rig(folder, Naming.NUMBERED, real).archives(folder)).isEqualTo(new Outcome.Done());
    assertThat(Rig.content(folder.resolve("log0.log.1.gz")))
        .contains("of log 0")
        .contains("line 00000001 of");
  }

  @Test
  void archivesThatMoveUpBeforeTheyArePublishedAreFoundUnderTheirNewNames() throws Exception {
    Path folder = archives(Naming.NUMBERED, LOGS);
    var rigs = new ArrayList<Rig>();
    Posix rotating =
        BetweenCalls.afterFirst(
            real,
            "sync",
            () -> {
              for (int i = 0; i < LOGS; i++) {
                Files.writeString(folder.resolve("log" + i + ".log"), "of the next log " + i);
              }
              rigs.getFirst().whole(Cause.SCHEDULE);
            });
    rigs.add(rig(folder, Naming.NUMBERED, rotating));

    assertThat(rigs.getFirst().archives(folder)).isEqualTo(new Outcome.Done());

    for (int i = 0; i < LOGS; i++) {
      assertThat(Rig.content(folder.resolve("log%d.log.2.gz".formatted(i)))).isEqualTo(line(i));
    }
    rigs.getFirst().drain();
    for (int i = 0; i < LOGS; i++) {
      assertThat(Rig.content(folder.resolve("log%d.log.1.gz".formatted(i))))
          .isEqualTo("of the next log " + i);
    }
    assertThat(archiveNames(folder)).hasSize(2 * LOGS);
  }

  @Test
  void anArchiveThatIsRemovedMeanwhileIsNotMadeAnew() throws Exception {
    Path folder = archives(Naming.NUMBERED, LOGS);
    Posix removing =
        BetweenCalls.afterFirst(real, "sync", () -> Files.delete(folder.resolve("log1.log.1")));

    assertThat(rig(folder, Naming.NUMBERED, removing).archives(folder))
        .isEqualTo(new Outcome.Done());

    assertThat(archiveNames(folder))
        .containsExactly("log0.log.1.gz", "log2.log.1.gz", "log3.log.1.gz");
  }

  @Test
  void anInterruptUndoesWhatHasNoNameYet() throws Exception {
    Path folder = archives(Naming.DATED, LOGS);
    Posix interrupting =
        BetweenCalls.afterFirst(real, "beginSync", () -> Thread.currentThread().interrupt());

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> rig(folder, Naming.DATED, interrupting).archives(folder));

    assertThat(archiveNames(folder)).hasSize(LOGS).noneMatch(name -> name.endsWith(".gz"));
    assertThat(rig(folder, Naming.DATED, real).archives(folder)).isEqualTo(new Outcome.Done());
    assertCompressed(folder, LOGS);
  }

  @Test
  void theFolderIsListedOnceAndSyncedTwiceForABatch() throws Exception {
    Path folder = archives(Naming.DATED, 501);
    var counting = FaultyPosix.counting(real);

    assertThat(rig(folder, Naming.DATED, counting).archives(folder)).isEqualTo(new Outcome.Done());

    List<String> calls = counting.calls();
    assertThat(calls).filteredOn(call -> call.startsWith("list ")).hasSize(1);
    assertThat(calls).filteredOn(("fsync " + folder)::equals).hasSize(4);
    assertThat(calls.size() / 501).isLessThan(35);
    assertCompressed(folder, 501);
  }

  @Test
  void theSmallestGoFirst() throws Exception {
    Path folder = archives(Naming.DATED, LOGS);
    Files.createFile(folder.resolve("a.log"));
    Path large = Files.writeString(folder.resolve("a.log.1"), "x".repeat(10_000));

    rig(folder, Naming.DATED, real).archives(folder);

    assertThat(log.lines(Event.COMPRESSED).getLast().value("file")).contains(large.toString());
  }

  private void assertNothingIsLost(Path folder, String where) throws IOException {
    assertThat(archiveNames(folder).stream().filter(name -> !name.startsWith(".")).toList())
        .as(where)
        .hasSizeBetween(LOGS, 2 * LOGS);
    for (int i = 0; i < LOGS; i++) {
      String archive = "log%d.log".formatted(i);
      for (String name : archiveNames(folder)) {
        if (name.startsWith(archive)) {
          assertThat(Rig.content(folder.resolve(name))).as(where + ", " + name).isEqualTo(line(i));
        }
      }
    }
  }

  private static void assertCompressed(Path folder, int logs) throws IOException {
    assertThat(archiveNames(folder)).hasSize(logs).allMatch(name -> name.endsWith(".gz"));
    assertThat(Rig.lines(folder))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, logs).mapToObj(CompressionBatchTest::line).toList());
  }

  /// A folder with one plain archive of each of some empty logs.
  private Path archives(Naming naming, int logs) throws IOException {
    Path folder = Files.createTempDirectory(dir, "archives");
    for (int i = 0; i < logs; i++) {
      String mark =
          switch (naming) {
            case Naming.Dated _ -> "-20261120T120000Z";
            case Naming.Numbered _ -> ".1";
          };
      Files.createFile(folder.resolve("log" + i + ".log"));
      Files.writeString(folder.resolve("log" + i + ".log" + mark), line(i));
    }
    return folder;
  }

  private static List<String> archiveNames(Path folder) throws IOException {
    return Rig.names(folder).stream().filter(name -> !name.endsWith(".log")).toList();
  }

  private static String line(int number) {
    return "the only line of log " + number;
  }

  private Rig rig(Path folder, Naming naming, Posix posix) {
    RotateSettings settings =
        RuleBuilder.of(folder, "*.log").naming(naming).compress(Codec.GZIP).settings();
    return new Rig(settings, posix, clock, log);
  }
}
