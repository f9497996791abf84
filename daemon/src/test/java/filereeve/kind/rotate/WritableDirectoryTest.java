package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.MarkableTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import filereeve.testing.Writable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// In a directory that others can write to, root changes nothing: whatever the directory is to a
/// rule, and in whatever run.
class WritableDirectoryTest {
  private static final String ARCHIVE = "app.log-20261120T000000Z";

  @TempDir(factory = MarkableTempDir.class)
  private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  /// What the directory is to a rule.
  enum Role {
    LOGS(""),
    ARCHIVES_BESIDE_THE_LOGS("old"),
    ARCHIVES_ELSEWHERE("elsewhere/old"),
    FORMER_ARCHIVES("old");

    private final String path;

    Role(String path) {
      this.path = path;
    }

    RuleBuilder of(Path directory) {
      RuleBuilder rule = RuleBuilder.of(directory, "*.log").size(1);
      return switch (this) {
        case LOGS, FORMER_ARCHIVES -> rule;
        case ARCHIVES_BESIDE_THE_LOGS -> rule.archiveDir(path);
        case ARCHIVES_ELSEWHERE -> rule.archiveDir(directory.resolve(path).toString());
      };
    }
  }

  record Case(Role role, Writable writable) {}

  static Stream<Case> cases() {
    return Stream.of(Role.values())
        .flatMap(role -> Stream.of(Writable.values()).map(who -> new Case(role, who)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rootChangesNothingWhereOthersCanWrite(Case which) throws Exception {
    log.expect(Event.values());
    Path writable = Files.createDirectories(directory.resolve(which.role.path));
    Files.writeString(directory.resolve("app.log"), "a line\n");
    Files.writeString(writable.resolve(ARCHIVE), "an old line\n");
    if (which.role == Role.FORMER_ARCHIVES) {
      rig(Role.ARCHIVES_BESIDE_THE_LOGS.of(directory).size(1_000)).whole(Cause.START);
    }
    which.writable.make(writable);
    Map<Path, String> before = contents(writable);

    rig(which.role.of(directory).compress(Codec.GZIP).create()).wholeAndDrain(Cause.START);
    Rig removing = rig(which.role.of(directory).keepFiles(0).mailNew().runRemoved("ship"));
    removing.file(directory.resolve("app.log"), Cause.CHANGE);
    removing.wholeAndDrain(Cause.SCHEDULE);
    removing.archives(directory);
    removing.mail();
    rig(which.role.of(directory).copyTruncate().shred().keepFiles(0)).wholeAndDrain(Cause.SCHEDULE);

    assertThat(contents(writable)).isEqualTo(before);
    assertThat(removing.mailbox().received()).isEmpty();
  }

  private Rig rig(RuleBuilder rule) {
    return new Rig(rule.settings(), new LinuxPosix(), clock, log);
  }

  private static Map<Path, String> contents(Path directory) throws IOException {
    var contents = new TreeMap<Path, String>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file, Files.readAttributes(file, "unix:ino,uid") + Files.readString(file));
      }
    }
    return contents;
  }
}
