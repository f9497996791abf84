package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.posix.LinuxPosix;
import filereeve.testing.Durability;
import filereeve.testing.FaultyPosix;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A log that becomes an archive in another directory has its name there durably, and its old one
/// no more: both directories are synced, whatever the method is.
class IntoAnotherDirectoryTest {
  @TempDir private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  static List<Named<UnaryOperator<RuleBuilder>>> methods() {
    return List.of(
        Named.of("rename", rule -> rule),
        Named.of("rename, numbered", rule -> rule.naming(Naming.NUMBERED)),
        Named.of("rename, create", RuleBuilder::create),
        Named.of("copytruncate", RuleBuilder::copyTruncate),
        Named.of("copytruncate, numbered", rule -> rule.copyTruncate().naming(Naming.NUMBERED)));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void bothDirectoriesAreSynced(UnaryOperator<RuleBuilder> method) throws Exception {
    var posix = FaultyPosix.counting(Durability.of(new LinuxPosix()));
    var clock = new TestClock("2026-11-21T00:00:00Z");
    var rig =
        new Rig(
            method.apply(RuleBuilder.of(directory, "app.log").size(1).archiveDir("old")).settings(),
            posix,
            clock,
            log);
    for (int rotation = 1; rotation <= 2; rotation++) {
      Files.writeString(directory.resolve("app.log"), "line %d\n".formatted(rotation));
      rig.wholeAndDrain(Cause.SCHEDULE);
    }

    assertThat(Rig.names(directory.resolve("old"))).hasSize(2);
    assertThat(posix.calls())
        .contains(
            "fsync " + directory.toRealPath(), "fsync " + directory.toRealPath().resolve("old"));
  }
}
