package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.HeadCuts;
import filereeve.testing.LoopMount;
import filereeve.testing.RecordingLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A writer that never stops and never reopens, under runs for the log and for the whole rule at
/// once.
@Tag("slow")
class CopyTruncateUnderLoadTest {
  private static final int ROTATIONS = 12;

  @TempDir private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  @Test
  void everyLineIsThereOnceAndInOrder() throws Exception {
    HeadCuts.assumePossible(directory);

    rotateUnderLoad(directory);
  }

  @Test
  void everyLineIsThereOnceAndInOrderOnXfs() throws Exception {
    Path mounted = Files.createDirectory(directory.resolve("xfs"));
    try (var _ = LoopMount.xfs(mounted, directory.resolve("image"))) {
      rotateUnderLoad(Files.createDirectory(mounted.resolve("logs")));
    }
  }

  private void rotateUnderLoad(Path logs) throws Exception {
    Path app = logs.resolve("app.log");
    RotateSettings settings =
        RuleBuilder.of(logs, "*").copyTruncate().size(50_000).compress(Codec.ZSTD).settings();
    var rig = new Rig(settings, new LinuxPosix(), InstantSource.system(), log);
    try (var writer = new Writer(app)) {
      new UnderLoad(writer, rig, log).rotate(app, ROTATIONS);
      rig.wholeAndDrain(Cause.RESCAN);

      assertThat(CopyTruncateCrashTest.inOrder(logs))
          .isEqualTo(String.join("\n", writer.written()) + "\n");
      assertThat(Rig.names(logs)).allMatch(n -> n.equals("app.log") || n.endsWith(".zst"));
      assertThat(log.lines(Event.ROTATED)).allMatch(line -> line.value("lost").isPresent());
    }
  }
}
