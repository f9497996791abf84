package filereeve.kind.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.LogLines;
import filereeve.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Compresses on a filesystem that really is full.
class FullDiskTest {
  private static final byte[] CONTENT = LogLines.random(600_000);

  @RegisterExtension final RecordingLog log = new RecordingLog();
  private final Posix posix = new LinuxPosix();
  @TempDir private Path mountPoint;

  @BeforeEach
  void aFilesystemOfOneMebibyte() throws Exception {
    assumeTrue(posix.effectiveUser() == 0, "only root may mount");
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m,mode=0755", "tmpfs", mountPoint.toString()),
        "mounting is not allowed here");
  }

  @AfterEach
  void noFilesystem() throws Exception {
    if (Files.getFileStore(mountPoint).name().equals("tmpfs")) {
      run("umount", mountPoint.toString());
    }
  }

  @Test
  void theFileIsKeptAndCompressedOnceThereIsSpace() throws Exception {
    var rule = new RuleOnDirectory(mountPoint, log);
    Files.write(mountPoint.resolve("a.csv"), CONTENT);

    assertThat(rule.start(posix).file("a.csv", Cause.CHANGE))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            retry -> assertThat(retry.why()).contains("No space left on device", "Free some"));
    assertThat(rule.names()).containsExactly("a.csv");
    assertThat(mountPoint.resolve("a.csv")).hasBinaryContent(CONTENT);

    assertThat(run("mount", "-o", "remount,size=2m", mountPoint.toString())).isTrue();
    assertThat(rule.start(posix).file("a.csv", Cause.RETRY)).isEqualTo(new Outcome.Done());
    rule.assertReplaced("a.csv", CONTENT);
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }
}
