package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Logs of one name whose archives come into one directory, where only the disk shows it: wildcards
/// lead there.
class SharedArchiveDirectoryTest {
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir(factory = MemoryTempDir.class)
  private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private Path old;

  @BeforeEach
  void makeTheDirectory() throws IOException {
    old = Files.createDirectory(directory.resolve("old"));
  }

  @Test
  void whatOneRulePutsIntoADirectoryIsNothingToOneThatCouldHaveSuchALogThere() throws Exception {
    Rig one = rig(RuleBuilder.of(directory.resolve("a"), "app.log").archiveDir(old.toString()));
    Rig all = rig(RuleBuilder.of(directory, "**/*.log").keepFiles(1).compress(Codec.GZIP));
    all.besides(one);
    one.besides(all);
    rotate(one, directory.resolve("a/app.log"), 3);

    all.wholeAndDrain(Cause.SCHEDULE);

    assertThat(Rig.names(old)).hasSize(3).noneMatch(name -> name.endsWith(".gz"));
  }

  @Test
  void aLogWhoseArchivesWouldMixWithAnothersIsSkippedWithTheRemedy() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Rig one =
        rig(
            RuleBuilder.of(directory.resolve("a"), "app.log")
                .archiveDir(old.toString())
                .keepFiles(5));
    Rig all = rig(RuleBuilder.of(directory, "{old,b}/*.log").keepFiles(1));
    all.besides(one);
    one.besides(all);
    rotate(one, directory.resolve("a/app.log"), 3);

    rotate(all, old.resolve("app.log"), 2);
    rotate(all, old.resolve("web.log"), 2);
    rotate(all, directory.resolve("b/app.log"), 2);

    assertThat(Rig.names(old))
        .filteredOn(name -> name.startsWith("app.log-"))
        .as("the other rule's")
        .hasSize(3);
    assertThat(Files.readString(old.resolve("app.log"))).isEqualTo("line 1");
    assertThat(Rig.names(old)).filteredOn(name -> name.startsWith("web.log-")).hasSize(1);
    assertThat(Rig.names(directory.resolve("b"))).hasSize(1);
    assertThat(log.lines(Event.SKIPPED_UNSAFE)).hasSize(1);
    assertThat(log.lines(Event.SKIPPED_UNSAFE).getFirst().value("why").orElseThrow())
        .isEqualTo(
            ("cannot rotate %s: its archives in %s would have the same names as those of %s."
                    + " Set another \"archive_dir\" for one of the two logs.")
                .formatted(old.resolve("app.log"), old, directory.resolve("a/app.log")));
  }

  @Test
  void logsOfOneRuleOfWhichOneIsInTheOthersArchiveDirectoryAreDistinguished() throws Exception {
    Rig rig = rig(RuleBuilder.of(directory, "**/app.log").archiveDir("old").keepFiles(2));
    for (int i = 0; i < 3; i++) {
      Files.writeString(directory.resolve("app.log"), "line " + i);
      rotate(rig, old.resolve("app.log"), 1);
    }

    assertThat(Rig.names(directory))
        .containsExactly(
            "old/app.log-20261121T000001Z",
            "old/app.log-20261121T000002Z",
            "old/old/app.log-20261121T000001Z",
            "old/old/app.log-20261121T000002Z");
  }

  private void rotate(Rig rig, Path file, int times) throws Exception {
    Files.createDirectories(file.getParent());
    for (int i = 0; i < times; i++) {
      Files.writeString(file, "line " + i);
      rig.whole(Cause.SCHEDULE);
      clock.advance(Duration.ofSeconds(1));
    }
  }

  private Rig rig(RuleBuilder rule) {
    return new Rig(rule.settings(), new LinuxPosix(), clock, log);
  }
}
