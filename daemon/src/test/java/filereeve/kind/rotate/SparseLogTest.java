package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.KeepBuilder;
import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.LinuxPosix;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Size is what was written: a hole is neither growth, nor does it cost anything.
class SparseLogTest {
  private static final long HOLE = 1L << 40;
  private static final String STAMP = "app.log-20261121T000000Z";

  @TempDir(factory = MemoryTempDir.class)
  private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @Test
  void aHoleIsNoGrowth() throws Exception {
    sparse("app.log", 4096);
    RuleBuilder rule = RuleBuilder.of(directory, "*.log").size(1 << 20);

    assertThat(rig(rule).whole(Cause.RESCAN)).isInstanceOf(Outcome.Skipped.class);
    sparse("app.log", 1 << 20);
    assertThat(rig(rule).whole(Cause.RESCAN)).isEqualTo(new Outcome.Done());
  }

  @Test
  void aLogThatIsAllHoleIsEmpty() throws Exception {
    sparse("app.log", 0);

    assertThat(rig(RuleBuilder.of(directory, "*.log").size(1)).whole(Cause.SCHEDULE))
        .isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void copytruncateKeepsTheHoleAndItIsNotCompressed() throws Exception {
    sparse("app.log", 8192);
    RuleBuilder rule =
        RuleBuilder.of(directory, "*.log")
            .method(new Method.CopyTruncate(true, false))
            .compress(Codec.ZSTD);

    List<Outcome> outcomes = rig(rule).wholeAndDrain(Cause.SCHEDULE);

    assertThat(Rig.names(directory)).containsExactly("app.log", STAMP);
    assertThat(Files.size(directory.resolve(STAMP))).isEqualTo(HOLE + 8192);
    assertThat(outcomes).anyMatch(o -> o instanceof Outcome.Failed f && f.why().contains("holes"));
  }

  @Test
  void aHoleInAnArchiveDoesNotCountForTheTotal() throws Exception {
    sparse("app.log", 10);
    sparse("app.log-20261119T000000Z", 10);
    sparse("app.log-20261120T000000Z", 10);
    var keep = new KeepBuilder().total(1 << 20).keep();

    rig(RuleBuilder.of(directory, "*.log").size(1 << 20).keep(keep)).whole(Cause.RESCAN);

    assertThat(Rig.names(directory)).hasSize(3);
  }

  private void sparse(String name, int bytes) throws IOException {
    try (var file = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
      file.setLength(HOLE);
      file.seek(HOLE);
      file.write("x".repeat(bytes).getBytes(US_ASCII));
    }
  }

  private Rig rig(RuleBuilder rule) {
    return new Rig(rule.settings(), new LinuxPosix(), clock, log);
  }
}
