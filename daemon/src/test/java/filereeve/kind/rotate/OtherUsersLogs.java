package filereeve.kind.rotate;

import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.OtherUser;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Logs of another user in a directory of his, and rules that root has for them.
abstract class OtherUsersLogs {
  final Posix root = new LinuxPosix();
  final TestClock clock = new TestClock("2026-11-21T00:00:00Z");
  @TempDir Path dir;
  OtherUser user;
  @RegisterExtension final RecordingLog log = new RecordingLog();

  @BeforeEach
  void anotherUser() throws IOException {
    user = new OtherUser(dir);
  }

  RuleBuilder rule() {
    return RuleBuilder.of(user.logs(), "*.log").size(1);
  }

  Rig rig(RuleBuilder rule, Posix posix) {
    return new Rig(rule.settings(), posix, clock, log);
  }
}
