package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.LinuxPosix;
import filereeve.testing.LoopMount;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A filesystem without one free block, under a program that keeps its log open.
class FullFilesystemTest {
  private static final long SIZE = 8L << 20;
  private static final int LINES = 5_000;

  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  static List<Named<UnaryOperator<RuleBuilder>>> methods() {
    return List.of(
        Named.of("rename, numbered", rule -> rule.naming(Naming.NUMBERED).after()),
        Named.of("rename, dated, create", rule -> rule.create().after()),
        Named.of("copytruncate", RuleBuilder::copyTruncate));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void nothingIsLostAndRotationContinuesWhenThereIsSpace(UnaryOperator<RuleBuilder> method)
      throws Exception {
    Path mounted = Files.createDirectory(directory.resolve("mounted"));
    try (var _ = LoopMount.ext4(mounted, directory.resolve("image"), SIZE)) {
      Path logs = Files.createDirectory(mounted.resolve("logs"));
      Path app = logs.resolve("app.log");
      RotateSettings settings =
          method.apply(RuleBuilder.of(logs, "*.log").size(1).compress(Codec.ZSTD)).settings();
      try (var writer = new Writer(app).write(LINES)) {
        var rig = new Rig(settings, new LinuxPosix(), clock, log, writer::reopen);
        Path filler = fill(mounted);

        for (int runs = 0; runs < 3; runs++) {
          List<Outcome> outcomes = rig.wholeAndDrain(Cause.SCHEDULE);

          assertThat(outcomes).anyMatch(FullFilesystemTest::isForSpace);
          assertThat(Rig.lines(logs)).isEqualTo(writer.written());
          assertThat(Rig.names(logs)).noneMatch(name -> name.contains("filereeve"));
        }

        Files.delete(filler);
        writer.write(LINES);
        clock.advance(Duration.ofSeconds(1));
        assertThat(rig.wholeAndDrain(Cause.SCHEDULE))
            .contains(new Outcome.Done())
            .noneMatch(FullFilesystemTest::isForSpace);
        assertThat(Rig.lines(logs)).isEqualTo(writer.written());
        assertThat(Rig.names(logs))
            .contains("app.log")
            .filteredOn(name -> !name.equals("app.log"))
            .isNotEmpty()
            .allMatch(name -> name.endsWith(".zst"));
      }
    }
  }

  private static boolean isForSpace(Outcome outcome) {
    return outcome instanceof Outcome.Retry(String why) && why.contains("No space left on device");
  }

  /// Takes every block that there is.
  private static Path fill(Path filesystem) throws IOException {
    Path file = filesystem.resolve("filler");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int size = 1 << 20; size > 0; size /= 2) {
        ByteBuffer block = ByteBuffer.wrap("x".repeat(size).getBytes(UTF_8));
        while (isWritten(channel, block.rewind())) {
          // on
        }
        channel.force(false); // what was only promised so far may leave some
      }
    }
    return file;
  }

  private static boolean isWritten(FileChannel to, ByteBuffer block) {
    try {
      to.write(block);
      return true;
    } catch (IOException full) {
      return false;
    }
  }
}
