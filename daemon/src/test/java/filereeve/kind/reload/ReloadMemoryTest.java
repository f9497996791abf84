package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a rule remembers of its last reload may be lost, damaged or unwritable: a change is then
/// applied once more rather than not at all.
class ReloadMemoryTest extends OneConfiguration {
  @Test
  void whatIsTakenBackAfterACrashAtAnyCallIsAppliedToo() throws Exception {
    look();
    boolean finished = false;
    for (int call = 1; !finished; call++) {
      Files.writeString(site, "two\n");
      restart();
      try {
        look(handler(FaultyPosix.stoppingAfter(real, call), Optional.of(check()), apply()));
        finished = true;
      } catch (FaultyPosix.Stopped _) {
        // and the administrator takes the change back
      }
      boolean knowsOfTwo = Files.exists(told);
      Files.writeString(site, "one\n");
      look();
      if (knowsOfTwo) {
        assertThat(told).content().endsWith("one\n");
      }
    }
  }

  @Test
  void aDamagedMemoryAppliesOnceMore() throws Exception {
    log.expect(Event.STATE_ERROR);
    look();
    Path memory = directory.resolve("state/reload/web");
    Files.writeString(memory, Files.readString(memory).replace("file ", "file 0"));
    look();
    assertThat(told).hasContent("one");
    assertThat(look()).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void aMemoryThatIsRemovedWhileTheDaemonRunsAppliesOnceMore() throws Exception {
    log.expect(Event.STATE_ERROR);
    ReloadHandler handler = handler(real, Optional.of(check()), apply());
    look(handler);
    Files.delete(directory.resolve("state/reload/web"));
    Files.writeString(site, "two\n");
    look(handler);
    assertThat(told).hasContent("two");
    assertThat(log.lines(Event.STATE_ERROR).getFirst().value("why").orElseThrow())
        .contains("was removed");
    assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void aMemoryThatCannotBeWrittenKeepsNoChangeFromBeingAppliedOnce() throws Exception {
    log.expect(Event.STATE_ERROR);
    look();
    var full = new AtomicBoolean(true);
    var posix = FaultyPosix.of(real, new Fault.FailChanges(full::get, Errno.ENOSPC));
    ReloadHandler handler = handler(posix, Optional.of(check()), apply());
    Files.writeString(site, "two\n");
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
    assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
    assertThat(told).hasContent("two");
    assertThat(log.lines(Event.STATE_ERROR)).hasSize(1);
    full.set(false);
    look(handler);
    assertThat(look()).isInstanceOf(Outcome.Skipped.class); // after a restart
    assertThat(told).hasContent("two");
  }

  @Test
  void aStateDirectoryThatBecomesAFileKeepsNoChangeFromBeingAppliedOnce() throws Exception {
    log.expect(Event.STATE_ERROR);
    ReloadHandler handler = handler(real, Optional.of(check()), apply());
    look(handler);
    Files.move(directory.resolve("state"), directory.resolve("moved"));
    Files.writeString(directory.resolve("state"), "");
    Files.writeString(site, "two\n");
    for (int run = 0; run < 5; run++) {
      look(handler);
    }
    assertThat(told).hasContent("two");
    assertThat(log.lines(Event.STATE_ERROR)).hasSize(2); // not read, not written
  }

  @Test
  void aStateDirectoryThatIsAFileAtTheStartAppliesOnceMore() throws Exception {
    log.expect(Event.STATE_ERROR);
    Files.writeString(directory.resolve("state"), "");
    ReloadHandler handler = handler(real, Optional.of(check()), apply());
    for (int run = 0; run < 3; run++) {
      look(handler);
    }
    assertThat(told).hasContent("one");
  }

  static List<Named<Replacement>> replacements() {
    return List.of(
        Named.of("a directory", Files::createDirectory),
        Named.of("a link", memory -> Files.createSymbolicLink(memory, Path.of("../../moved"))),
        Named.of(
            "a fifo", memory -> new ProcessBuilder("mkfifo", memory.toString()).start().waitFor()),
        Named.of("20 GiB of nothing", ReloadMemoryTest::writeHole));
  }

  @ParameterizedTest
  @MethodSource("replacements")
  void aMemoryThatIsNoFileAppliesOnceMore(Replacement replacement) throws Exception {
    log.expect(Event.STATE_ERROR);
    look();
    Path memory = directory.resolve("state/reload/web");
    Files.move(memory, directory.resolve("moved"));
    replacement.putAt(memory);
    ReloadHandler handler = handler(real, Optional.of(check()), apply());
    look(handler);
    assertThat(told).hasContent("one");
    assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
  }

  interface Replacement {
    void putAt(Path memory) throws Exception;
  }

  private static void writeHole(Path memory) throws IOException {
    try (var sparse = new RandomAccessFile(memory.toFile(), "rw")) {
      sparse.setLength(20L << 30);
    }
  }

  @Test
  void aCrashAtAnyCallAppliesAtLeastOnce() throws Exception {
    look();
    Files.writeString(site, "two\n");
    int crashes = 0;
    boolean finished = false;
    for (int call = 1; !finished; call++) {
      restart();
      try {
        look(handler(FaultyPosix.stoppingAfter(real, call), Optional.of(check()), apply()));
        finished = true;
      } catch (FaultyPosix.Stopped e) {
        crashes++;
      }
      look();
      assertThat(told).content().matches("(two\n)+");
      assertThat(look()).isInstanceOf(Outcome.Skipped.class);
    }
    assertThat(crashes).isGreaterThan(5);
  }

  @Test
  void aFailureOfAnyCallIsMendedByTheNextLook() throws Exception {
    log.expect(Event.STATE_ERROR);
    look();
    Files.writeString(site, "two\n");
    var counting = FaultyPosix.counting(real);
    look(handler(counting, Optional.of(check()), apply()));
    int calls = counting.calls().size();
    assertThat(calls).isGreaterThan(10);
    for (int call = 1; call <= calls; call++) {
      Errno errno = List.of(Errno.ENOSPC, Errno.EIO, Errno.EACCES).get(call % 3);
      restart();
      var posix = FaultyPosix.failing(real, call, errno);
      assertThat(look(handler(posix, Optional.of(check()), apply())))
          .isInstanceOfAny(Outcome.Retry.class, Outcome.Failed.class, Outcome.Done.class);
      look();
      assertThat(told).content().matches("(two\n)+");
    }
  }

  /// Back to a service that was last told of `one`.
  private void restart() throws Exception {
    String content = Files.readString(site);
    Files.deleteIfExists(told);
    Files.writeString(site, "one\n");
    look();
    Files.deleteIfExists(told);
    Files.writeString(site, content);
  }
}
