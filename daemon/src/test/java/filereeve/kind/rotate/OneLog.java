package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.MarkableTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A directory in memory, where that can hold marks, the name of a log in it, and rules for it:
/// what tests of a handler share.
abstract class OneLog {
  /// The name of an archive that is made at the clock's first time.
  static final String STAMP = "app.log-20261121T000000Z";

  final Posix posix = new LinuxPosix();
  final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir(factory = MarkableTempDir.class)
  Path directory;

  @RegisterExtension final RecordingLog log = new RecordingLog();

  Path app;

  @BeforeEach
  void nameTheLog() {
    app = directory.resolve("app.log");
  }

  RuleBuilder rule() {
    return RuleBuilder.of(directory, "*.log");
  }

  Rig rig(RuleBuilder rule) {
    return new Rig(rule.settings(), posix, clock, log);
  }

  /// Rotates one log after the other, each written at the clock's time, each time by a new process.
  void rotate(RuleBuilder rule, String... contents) throws Exception {
    for (String content : contents) {
      Files.setLastModifiedTime(Files.writeString(app, content), FileTime.from(clock.instant()));
      assertThat(rig(rule).wholeAndDrain(Cause.SCHEDULE))
          .noneMatch(outcome -> outcome instanceof Outcome.Failed);
    }
  }
}
