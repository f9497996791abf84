package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.Posix;
import filereeve.testing.BetweenCalls;
import filereeve.testing.FileDates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// One archive of a batch fails, is in use, moves or goes: the others are compressed all the same.
class BatchMembersTest extends PlainArchives {
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
}
