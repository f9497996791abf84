package filereeve.kind.compress;

import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.LogLines;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A file of log lines in a directory, and a compress rule for it.
abstract class OneFile {
  static final byte[] CONTENT = LogLines.bytes(300_000);
  @RegisterExtension final RecordingLog log = new RecordingLog();
  final Posix posix = new LinuxPosix();
  final TestClock clock = new TestClock("2026-11-21T00:00:00Z");
  @TempDir Path dir;
  Path file;
  RuleOnDirectory rule;

  @BeforeEach
  void aRuleAndAFile() throws IOException {
    rule = new RuleOnDirectory(dir, log);
    file = Files.write(dir.resolve("a.csv"), CONTENT);
  }

  Instant changed() throws IOException {
    return ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
  }
}
