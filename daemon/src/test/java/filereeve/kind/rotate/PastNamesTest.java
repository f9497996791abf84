package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.telemetry.Event;
import filereeve.testing.FaultyPosix;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is remembered of the names and directories that a rule once gave its archives.
class PastNamesTest extends OneLog {
  private static final String KEPT = "<stem>-<yyyy><MM><dd><ext>";

  @Test
  void ifTheMemoryOfFormerSettingsIsLostTheirArchivesStay() throws Exception {
    rotate(rule().pattern("<stem>-<yyyy><MM><dd><ext>").archiveDir("old").create(), "1", "2");
    Path memory = directory.resolve(".state/archives/rotate.app");
    assertThat(Files.readString(memory)).isEqualTo("name " + KEPT + "\ninto old\n");
    assertThat(Files.getPosixFilePermissions(memory))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));

    Files.delete(memory);
    rig(rule().keepFiles(0)).whole(Cause.RESCAN);

    assertThat(Rig.names(directory))
        .containsExactly("app.log", "old/app-20261121.log", "old/app-20261121_02.log");
  }

  @Test
  void linesOfTheMemoryThatSayNothingAreLeftOut() throws Exception {
    Path memory = directory.resolve(".state/archives/rotate.app");
    Files.createDirectories(memory.getParent());
    Files.writeString(memory, "name <what>\n\ninto \nsomething else\nname " + KEPT + "\ninto old");
    Files.createDirectory(directory.resolve("old"));
    Files.writeString(directory.resolve("old/app-20261101.log"), "x");
    Files.writeString(app, "");

    rig(rule().keepFiles(0)).whole(Cause.RESCAN);

    assertThat(Rig.names(directory)).containsExactly("app.log");
    assertThat(Files.readString(memory)).contains("something else");
  }

  @Test
  void aLogIsRotatedAlsoWhereTheMemoryCannotBeKept() throws Exception {
    Files.writeString(app, "x");
    Files.writeString(directory.resolve(".state"), "no directory");

    assertThat(rig(rule().pattern(KEPT)).whole(Cause.SCHEDULE))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.why())
                    .startsWith("cannot record the archive names of rotate.app"));

    assertThat(directory.resolve("app-20261121.log")).exists();
  }

  @Test
  void aMemoryOfNonsenseNamesNothing() throws Exception {
    Path memory = directory.resolve(".state/archives/rotate.app");
    Files.createDirectories(memory.getParent());
    var text =
        new StringBuilder("name <name>-\0\ninto a\0b\ninto ../..\ninto .\ninto ..\ninto \u00ff\n");
    for (int i = 0; i < 3000; i++) {
      text.append("into d").append(i).append('\n');
    }
    Files.writeString(memory, text);
    var names = new PastNames(posix, directory.resolve(".state"), rule().settings());
    names.learn();
    assertThat(names.directories()).hasSize(100).doesNotContain("..", ".", "../..", "a\0b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory", "sparse"})
  void aMemoryThatIsNoFileIsReportedOnceAndRotationGoesOn(String kind) throws Exception {
    log.expect(Event.STATE_ERROR);
    Files.writeString(app, "x");
    Path memory = directory.resolve(".state/archives/rotate.app");
    Files.createDirectories(memory.getParent());
    if (kind.equals("directory")) {
      Files.createDirectory(memory);
    } else {
      try (var sparse = new RandomAccessFile(memory.toFile(), "rw")) {
        sparse.setLength(20L << 30);
      }
    }
    Rig rig = rig(rule().pattern(KEPT));
    assertThat(rig.whole(Cause.SCHEDULE)).isEqualTo(new Outcome.Done());
    rig.whole(Cause.RESCAN);
    assertThat(log.lines(Event.STATE_ERROR)).hasSize(1);
  }

  @Test
  void theMemoryIsWrittenOnce() throws Exception {
    Files.writeString(app, "x");
    rig(rule().pattern(KEPT)).whole(Cause.SCHEDULE);
    var counting = FaultyPosix.counting(posix);

    Rig again = new Rig(rule().pattern(KEPT).settings(), counting, clock, log);
    again.whole(Cause.RESCAN);
    again.whole(Cause.RESCAN);

    assertThat(counting.calls()).noneMatch(call -> call.startsWith("replace"));
    assertThat(counting.calls())
        .filteredOn(call -> call.startsWith("open") && call.endsWith("rotate.app"))
        .hasSize(2);
  }

  @Test
  void aMemoryThatCouldNotBeReadAtTheStartIsNotOverwritten() throws Exception {
    rotate(rule().pattern(KEPT).create(), "x");
    var posixThatFails = FaultyPosix.failing(posix, 1, Errno.EIO);

    new Rig(rule().archiveDir("old").settings(), posixThatFails, clock, log).whole(Cause.RESCAN);

    assertThat(Files.readString(directory.resolve(".state/archives/rotate.app")))
        .isEqualTo("name " + KEPT + "\ninto old\n");
  }
}
