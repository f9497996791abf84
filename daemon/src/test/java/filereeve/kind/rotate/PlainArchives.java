package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A directory with one plain archive each of some empty logs, and a rule that compresses them.
abstract class PlainArchives {
  static final int LOGS = 4;
  final Posix real = new LinuxPosix();
  final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir(factory = MemoryTempDir.class)
  Path dir;

  @RegisterExtension final RecordingLog log = new RecordingLog();

  static void assertCompressed(Path directory, int logs) throws IOException {
    assertThat(archiveNames(directory)).hasSize(logs).allMatch(name -> name.endsWith(".gz"));
    assertThat(Rig.lines(directory))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, logs).mapToObj(CompressionBatchTest::line).toList());
  }

  /// A directory with one plain archive of each of some empty logs.
  Path archives(Naming naming, int logs) throws IOException {
    Path directory = Files.createTempDirectory(dir, "archives");
    for (int i = 0; i < logs; i++) {
      String mark =
          switch (naming) {
            case Naming.Dated _ -> "-20261120T120000Z";
            case Naming.Numbered _ -> ".1";
          };
      Files.createFile(directory.resolve("log" + i + ".log"));
      Files.writeString(directory.resolve("log" + i + ".log" + mark), line(i));
    }
    return directory;
  }

  static List<String> archiveNames(Path directory) throws IOException {
    return Rig.names(directory).stream().filter(name -> !name.endsWith(".log")).toList();
  }

  static String line(int number) {
    return "the only line of log " + number;
  }

  Rig rig(Path directory, Naming naming, Posix posix) {
    RotateSettings settings =
        RuleBuilder.of(directory, "*.log").naming(naming).compress(Codec.GZIP).settings();
    return new Rig(settings, posix, clock, log);
  }
}
