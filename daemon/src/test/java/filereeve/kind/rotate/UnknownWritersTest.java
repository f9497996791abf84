package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.Writers;
import filereeve.process.OpenWriters;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import filereeve.testing.MarkableTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.ShellWriter;
import filereeve.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the kernel cannot say who writes a file (NFS, FUSE, a missing capability), nothing counts
/// as unwritten for that.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnknownWritersTest {
  private static final String STAMP = "app.log-20261121T000000Z";

  @TempDir(factory = MarkableTempDir.class)
  private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  private final Posix posix =
      BetweenCalls.of(
          new LinuxPosix(),
          (name, _, call) ->
              switch (name) {
                case "writers" -> Writers.UNKNOWN;
                case "leaseAlone" -> false;
                default -> call.make();
              });

  /// What would lose or miss the last lines of a writer that has not reopened its log.
  record Use(String name, RuleBuilder rule, Event done) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Use> uses() {
    return Stream.of(
        new Use("compress", rule().compress(Codec.GZIP), Event.COMPRESSED),
        new Use("mail", rule().mailNew(), Event.MAILED),
        new Use("run a command", rule().runNew("ship", "<archive>"), Event.DELIVERED),
        new Use("remove", rule().keepFiles(0), Event.REMOVED),
        new Use("mail and remove", rule().keepFiles(0).mailRemoved(), Event.REMOVED));
  }

  private static RuleBuilder rule() {
    return new RuleBuilder();
  }

  /// A process that must not be inspected may have it open.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNewLogMayBeOpenUnlessAllProcessesWereSeen(boolean complete) {
    assertThat(LogSwap.mayBeOpen(new OpenWriters(List.of(), complete))).isEqualTo(!complete);
  }

  @ParameterizedTest
  @MethodSource("uses")
  void anArchiveThatWasWrittenInTheLastMinuteMayBeWritten(Use use) throws Exception {
    log.expect(Event.SKIPPED_UNSAFE); // it is not removed yet
    Files.setLastModifiedTime(
        Files.writeString(directory.resolve("app.log"), "a line\n"),
        FileTime.from(clock.instant()));
    var rig = new Rig(use.rule.files(directory, "*.log").size(1).settings(), posix, clock, log);

    rig.wholeAndDrainOnce();
    assertThat(log.lines(use.done)).isEmpty();
    assertThat(Rig.names(directory)).containsExactly(STAMP);

    clock.advance(Duration.ofSeconds(61));
    rig.wholeAndDrain(Cause.RESCAN);
    rig.mail();
    assertThat(log.lines(use.done)).hasSize(1);
  }

  @Test
  void copytruncateSearchesTheWriters() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Path app = Files.writeString(directory.resolve("app.log"), "a line\n".repeat(10));
    try (var writer = ShellWriter.overwriting(app)) {
      copyTruncate(new Method.CopyTruncate(false, false));
      assertThat(log.lines(Event.SKIPPED_UNSAFE).getFirst().value("why").orElseThrow())
          .contains("sh (%d) writes without O_APPEND".formatted(writer.pid()));
    }
    assertThat(Rig.names(directory)).containsExactly("app.log");
  }

  @Test
  void copytruncateSaysThatBytesCouldBeLost() throws Exception {
    Files.writeString(directory.resolve("app.log"), "a line\n".repeat(10));
    copyTruncate(new Method.CopyTruncate(true, false));
    assertThat(log.lines(Event.ROTATED).getFirst().value("could_be_lost")).isPresent();
    assertThat(log.lines(Event.ROTATED).getFirst().value("lost")).isEmpty();
  }

  private void copyTruncate(Method method) throws InterruptedException {
    RuleBuilder rule = RuleBuilder.of(directory, "*.log").method(method);
    new Rig(rule.settings(), posix, clock, log).whole(Cause.SCHEDULE);
  }
}
