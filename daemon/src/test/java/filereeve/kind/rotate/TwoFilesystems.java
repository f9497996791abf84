package filereeve.kind.rotate;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A log on a disk, and rules whose archives go to a filesystem in memory.
abstract class TwoFilesystems {
  final Posix real = new LinuxPosix();
  final TestClock clock = new TestClock("2026-11-21T00:00:00Z");
  @TempDir Path disk;

  @TempDir(factory = MemoryTempDir.class)
  Path memory;

  @RegisterExtension final RecordingLog log = new RecordingLog();

  @BeforeEach
  void twoFilesystems() throws IOException {
    assumeFalse(
        Files.getAttribute(disk, "unix:dev").equals(Files.getAttribute(memory, "unix:dev")),
        "both temporary directories are on one filesystem");
  }

  static RuleBuilder plain(Path logs, Path archives) {
    return rule(logs, archives).compress(Optional.empty(), 0);
  }

  static RuleBuilder rule(Path logs, Path archives, boolean compressed) {
    return compressed ? rule(logs, archives) : plain(logs, archives);
  }

  Path logs(String name) throws IOException {
    Path logs = Files.createDirectory(disk.resolve(name));
    Files.writeString(logs.resolve("app.log"), "the first line\n");
    return logs;
  }

  static RuleBuilder rule(Path logs, Path archives) {
    return RuleBuilder.of(logs, "*.log")
        .size(1)
        .create()
        .archiveDir(archives.toString())
        .compress(Codec.GZIP);
  }

  Rig rig(RuleBuilder rule, Posix posix) {
    return new Rig(rule.settings(), posix, clock, log);
  }

  static List<String> lines(Path logs, Path archives) throws IOException {
    var lines = new ArrayList<>(Rig.lines(logs));
    if (Files.exists(archives)) {
      lines.addAll(Rig.lines(archives));
    }
    return lines;
  }

  void rotations(Rig rig, Path logs, int count) throws Exception {
    for (int day = 0; day < count; day++) {
      Files.writeString(logs.resolve("app.log"), "line " + day + "\n");
      rig.wholeAndDrain(Cause.SCHEDULE);
      clock.advance(Duration.ofDays(1));
    }
  }
}
