package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.files.Directory;
import filereeve.files.Shredder;
import filereeve.files.TempNames;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.testing.Durability;
import filereeve.testing.FaultyPosix;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `removed: {shred: true}`.
class ShredTest {
  private static final String SECRET = "secret ".repeat(100_000);

  private final Posix real = Durability.of(new LinuxPosix());
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir(factory = MemoryTempDir.class)
  private Path tempDir;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  @Test
  void anArchiveIsOverwrittenInFullBeforeItIsRemoved() throws Exception {
    Path directory = archives("all");
    try (var open = FileChannel.open(directory.resolve("app.log.2"))) {
      rig(directory, real).whole(Cause.RESCAN);

      assertThat(Rig.names(directory)).containsExactly("app.log", "app.log.1");
      var content = ByteBuffer.allocate(SECRET.length());
      open.read(content);
      assertThat(content.position()).isEqualTo(SECRET.length());
      assertThat(new String(content.array(), StandardCharsets.ISO_8859_1)).doesNotContain("secret");
      assertThat(log.lines(Event.REMOVED)).hasSize(1);
    }
  }

  @Test
  void interruptedAtAnyCallNoHalfOverwrittenArchiveIsLeftAndTheNextStartFinishes()
      throws Exception {
    log.expect(Event.RECOVERED_FILE);
    int call = 1;
    for (boolean stopped = true; stopped; call++) {
      Path directory = archives("crash-" + call);
      var posix = FaultyPosix.stoppingAfter(real, call);
      stopped = false;
      try {
        rig(directory, posix).whole(Cause.RESCAN);
      } catch (FaultyPosix.Stopped _) {
        stopped = true;
      }
      assertWhole(directory, "stopped after " + posix.calls().getLast());

      rig(directory, real).wholeAndDrain(Cause.START);

      assertThat(Rig.names(directory))
          .as(posix.calls().getLast())
          .containsExactly("app.log", "app.log.1");
    }
    assertThat(call).isGreaterThan(15);
  }

  @Test
  void whateverCallFailsTheNextRunFinishes() throws Exception {
    log.expect(Event.RECOVERED_FILE);
    for (Errno errno : List.of(Errno.ENOSPC, Errno.EIO, Errno.EACCES)) {
      boolean failed = true;
      for (int call = 1; failed; call++) {
        Path directory = archives(errno + "-" + call);
        var posix = FaultyPosix.failing(real, call, errno);
        Rig rig = rig(directory, posix);
        rig.whole(Cause.RESCAN);
        failed = posix.calls().size() >= call;
        assertWhole(directory, errno + " at call " + call);

        rig.whole(Cause.RESCAN);

        assertThat(Rig.names(directory))
            .as(errno + " at " + call)
            .containsExactly("app.log", "app.log.1");
      }
    }
  }

  @Test
  void aFileWithASecondNameKeepsItsContent() throws Exception {
    Path other = Files.writeString(tempDir.resolve("other"), SECRET);
    Path archive = tempDir.resolve("app.log.1");
    Files.createLink(archive, other);

    try (Directory directory = Directory.open(real, tempDir)) {
      new Shredder(real).remove(directory, archive.getFileName(), () -> {});
    }

    assertThat(Rig.names(tempDir)).containsExactly("other");
    assertThat(Files.readString(other)).isEqualTo(SECRET);
  }

  @Test
  void whatHasTheTemporaryNameAndIsNoFileIsLeft() throws Exception {
    Path other = Files.writeString(tempDir.resolve("other"), SECRET);
    Path temp = TempNames.of(Path.of("app.log.1"), TempNames.Purpose.SHRED);
    Files.createSymbolicLink(tempDir.resolve(temp), other);

    try (Directory directory = Directory.open(real, tempDir)) {
      assertThat(new Shredder(real).finish(directory, temp, () -> {})).isFalse();
    }

    assertThat(Files.readString(other)).isEqualTo(SECRET);
  }

  /// An archive has all of its content or none of it has its name.
  private static void assertWhole(Path directory, String where) throws IOException {
    for (String name : Rig.names(directory)) {
      if (name.startsWith("app.log.")) {
        assertThat(Files.readString(directory.resolve(name))).as(where).isEqualTo(SECRET);
      }
    }
  }

  private Path archives(String name) throws IOException {
    Path directory = Files.createDirectory(tempDir.resolve(name));
    Files.createFile(directory.resolve("app.log"));
    Files.writeString(directory.resolve("app.log.1"), SECRET);
    Files.writeString(directory.resolve("app.log.2"), SECRET);
    return directory;
  }

  private Rig rig(Path directory, Posix posix) {
    RotateSettings settings = RuleBuilder.of(directory, "*.log").keepFiles(1).shred().settings();
    return new Rig(settings, posix, clock, log);
  }
}
