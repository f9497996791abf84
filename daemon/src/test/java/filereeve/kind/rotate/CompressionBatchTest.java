package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import filereeve.testing.FaultyPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The archives of many logs, compressed and published together.
class CompressionBatchTest extends PlainArchives {
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

  /// It removes sources and closes files.
  @ParameterizedTest
  @EnumSource(names = {"ENOSPC", "EDQUOT", "EMFILE", "ENFILE"})
  void whatIsUsedUpIsTriedAgainWhenTheBatchIsPublished(Errno errno) throws Exception {
    Path directory = archives(Naming.DATED, LOGS);
    var created = new AtomicInteger();
    Posix failing =
        BetweenCalls.of(
            real,
            (name, arguments, call) -> {
              boolean creates = name.equals("open") && arguments[2] == Open.CREATE_NEW;
              if (creates && created.incrementAndGet() == 2) {
                throw new PosixException("open", "the second archive", errno);
              }
              return call.make();
            });

    assertThat(rig(directory, Naming.DATED, failing).archives(directory))
        .isInstanceOf(Outcome.Done.class);

    assertCompressed(directory, LOGS);
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
}
