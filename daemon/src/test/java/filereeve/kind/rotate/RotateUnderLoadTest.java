package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.NamePattern;
import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.posix.LinuxPosix;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Writers that never stop, and runs for one file, at the whole rule and at archives all at once.
@Tag("slow")
class RotateUnderLoadTest {
  private static final int ROTATIONS = 25;

  @TempDir(factory = MemoryTempDir.class)
  private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  static Stream<Naming> namings() {
    return Stream.of(
        Naming.DATED,
        Naming.NUMBERED,
        new Naming.Numbered(0),
        new Naming.Dated(NamePattern.parse("<stem>-<yyyy><MM><dd><ext>")));
  }

  @ParameterizedTest
  @MethodSource("namings")
  @Timeout(60)
  void everyLineOfABusyWriterIsThereOnce(Naming naming) throws Exception {
    Path app = directory.resolve("app.log");
    RotateSettings settings =
        RuleBuilder.of(directory, "*")
            .naming(naming)
            .size(4096)
            .compress(Codec.ZSTD)
            .after()
            .settings();
    try (var writer = new Writer(app)) {
      var rig = new Rig(settings, new LinuxPosix(), InstantSource.system(), log, writer::reopen);
      new UnderLoad(writer, rig, log).rotate(app, ROTATIONS);
      rig.whole(Cause.SCHEDULE);
      rig.whole(Cause.RESCAN);
      rig.drain();

      assertThat(Rig.lines(directory)).isEqualTo(writer.written());
      assertThat(Rig.names(directory))
          .allMatch(name -> name.equals("app.log") || name.endsWith(".zst"));
    }
  }
}
