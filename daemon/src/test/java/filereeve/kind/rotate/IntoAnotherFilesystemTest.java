package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import filereeve.testing.Mounted;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that go to a filesystem other than the log's.
@Tag("slow")
class IntoAnotherFilesystemTest extends TwoFilesystems {
  @RegisterExtension private final Mounted mounted = new Mounted();

  @Test
  void anArchiveIsCompressedToThereAndThenRemovedHere() throws Exception {
    Path logs = logs("once");
    Path archives = memory.resolve("once");

    Rig rig = rig(rule(logs, archives), real);
    rig.wholeAndDrain(Cause.SCHEDULE);

    assertThat(Rig.names(logs)).containsExactly("app.log");
    assertThat(Rig.names(archives)).containsExactly("app.log-20261121T000000Z.gz");
    assertThat(log.lines(Event.COMPRESSED).getFirst().value("archive"))
        .contains(archives.resolve("app.log-20261121T000000Z.gz").toString());

    clock.advance(Duration.ofDays(1));
    Files.writeString(logs.resolve("app.log"), "the second line\n");
    rig.wholeAndDrain(Cause.SCHEDULE);
    assertThat(lines(logs, archives))
        .containsExactlyInAnyOrder("the first line", "the second line");
    assertThat(Rig.names(archives)).hasSize(2);
  }

  @Test
  void anArchiveThatIsNotCompressedIsCopiedToThereAndThenRemovedHere() throws Exception {
    Path logs = logs("plain");
    Path archives = memory.resolve("plain");
    Path app = logs.resolve("app.log");
    Files.setPosixFilePermissions(app, PosixFilePermissions.fromString("rw-r-----"));
    FileTime modified = Files.getLastModifiedTime(app);

    rig(plain(logs, archives), real).wholeAndDrain(Cause.SCHEDULE);

    assertThat(Rig.names(logs)).containsExactly("app.log");
    Path archive = archives.resolve("app.log-20261121T000000Z");
    assertThat(archive).hasContent("the first line\n");
    assertThat(Files.getPosixFilePermissions(archive))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Files.getLastModifiedTime(archive)).isEqualTo(modified);
    assertThat(log.lines(Event.MOVED).getFirst().value("archive")).contains(archive.toString());
  }

  @Test
  void anArchiveThatIsStillWrittenIsCopiedOnceItsWriterIsDone() throws Exception {
    Path logs = logs("written");
    Path archives = memory.resolve("written");
    Rig rig = rig(plain(logs, archives), real);
    try (var writer = Files.newBufferedWriter(logs.resolve("app.log"), StandardOpenOption.APPEND)) {
      rig.wholeAndDrain(Cause.SCHEDULE);
      assertThat(Rig.names(logs)).containsExactly("app.log", "app.log-20261121T000000Z");
      writer.write("a late line\n");
    }

    rig.wholeAndDrain(Cause.RESCAN);

    assertThat(Rig.names(logs)).containsExactly("app.log");
    assertThat(archives.resolve("app.log-20261121T000000Z"))
        .hasContent("the first line\na late line\n");
  }

  @Test
  void aHoleStaysAHoleInTheCopy() throws Exception {
    Path logs = logs("sparse");
    Path archives = memory.resolve("sparse");
    long size = 1L << 40;
    try (var app = new RandomAccessFile(logs.resolve("app.log").toFile(), "rw")) {
      app.setLength(size);
    }

    rig(plain(logs, archives), real).wholeAndDrain(Cause.SCHEDULE);

    Path archive = archives.resolve("app.log-20261121T000000Z");
    assertThat(Files.size(archive)).isEqualTo(size);
    assertThat(Rig.names(logs)).containsExactly("app.log");
  }

  @Test
  void aForeignFileThatHasTheNameIsNotReplaced() throws Exception {
    Path logs = logs("foreign");
    Path archives = Files.createDirectory(memory.resolve("foreign"));
    Rig rig = rig(plain(logs, archives), real);
    rig.whole(Cause.SCHEDULE);
    Path foreign =
        Files.writeString(archives.resolve("app.log-20261121T000000Z"), "something else\n");

    assertThat(rig.drain().toString()).contains("cannot copy", "already exists with other content");

    assertThat(foreign).hasContent("something else\n");
    assertThat(Rig.names(logs)).containsExactly("app.log", "app.log-20261121T000000Z");
  }

  @Test
  void twoRotationsOfOneSecondGetTwoNames() throws Exception {
    twoRotationsOfOneSecond("twice", rig -> rig.wholeAndDrain(Cause.SCHEDULE));
  }

  @Test
  void soItIsWhileTheFirstIsStillOnItsWay() throws Exception {
    twoRotationsOfOneSecond("waiting", rig -> rig.whole(Cause.SCHEDULE));
  }

  private interface Rotation {
    void run(Rig rig) throws Exception;
  }

  private void twoRotationsOfOneSecond(String name, Rotation first) throws Exception {
    Path logs = logs(name);
    Path archives = memory.resolve(name);
    Rig rig = rig(rule(logs, archives), real);
    first.run(rig);
    Files.writeString(logs.resolve("app.log"), "the second line\n");
    rig.wholeAndDrain(Cause.SCHEDULE);

    assertThat(Rig.names(archives))
        .containsExactly("app.log-20261121T000000Z.gz", "app.log-20261121T000000Z_02.gz");
  }

  @Test
  void retentionCountsThereToo() throws Exception {
    Path logs = logs("keep");
    Path archives = memory.resolve("keep");
    Rig rig = rig(rule(logs, archives).keepFiles(2), real);
    rotations(rig, logs, 4);
    rig.wholeAndDrain(Cause.RESCAN);

    assertThat(Rig.names(archives)).hasSize(2).allMatch(name -> name.endsWith(".gz"));
  }

  @Test
  void aFilesystemThatCannotKeepTheMarkOfMailIsNamedOnceWithTheRemedy() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Path logs = logs("mail");
    Path archives = memory.resolve("mail");
    Rig rig = rig(rule(logs, archives).mailNew(), withoutMarks(archives));

    rotations(rig, logs, 2);

    assertThat(log.lines(Event.SKIPPED_UNSAFE))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.value("why").orElseThrow())
                    .startsWith("cannot deliver new archives that are compressed to " + archives)
                    .contains("extended attributes", "Set \"archive_dir\"", "\"on_remove\""));
  }

  private Posix withoutMarks(Path below) {
    return BetweenCalls.of(
        real,
        (name, arguments, call) -> {
          if (name.equals("attribute") && ((Fd) arguments[0]).path().startsWith(below.toString())) {
            throw new PosixException("getxattr", below.toString(), Errno.EOPNOTSUPP);
          }
          return call.make();
        });
  }

  @Test
  void numbersAreRefusedWithTheRemedy() throws Exception {
    Path logs = logs("refused");
    Path archives = Files.createDirectory(memory.resolve("refused"));

    Outcome numbered =
        rig(rule(logs, archives).naming(Naming.NUMBERED), real).whole(Cause.SCHEDULE);
    assertThat(numbered.toString())
        .contains(
            "is on another filesystem, or mounted separately. Use \"name: dated\", or set"
                + " \"archive_dir\"");
    assertThat(Rig.names(logs)).containsExactly("app.log");
  }

  /// As under the shipped unit, whose `ReadWritePaths=` are mounts of their own.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSeparateMountOfTheSameFilesystemIsTreatedLikeAnother(boolean compressed) throws Exception {
    Path logs = logs("mounted");
    Path archives = Files.createDirectory(disk.resolve("archives"));
    mounted.bind(archives, archives);

    rig(rule(logs, archives, compressed), real).wholeAndDrain(Cause.SCHEDULE);

    assertThat(Rig.names(archives))
        .containsExactly("app.log-20261121T000000Z" + (compressed ? ".gz" : ""));
    assertThat(Rig.names(logs)).containsExactly("app.log");
  }
}
