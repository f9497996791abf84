package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.process.Freezer;
import filereeve.testing.BetweenCalls;
import filereeve.testing.HeadCuts;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Other programs change names while a log is copied.
@ExtendWith(NothingLeftOpen.class)
class ChangedNamesTest {
  private static final Path LOG = Path.of("app.log");
  private static final String CONTENT = "x\n".repeat(5000);

  @TempDir private Path onDisk;

  @TempDir(factory = MemoryTempDir.class)
  private Path inMemory;

  private final Posix posix = new LinuxPosix();

  /// The content would be lost with the last descriptor.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLogIsNotCutWhenItsCopyWasRemoved(boolean cutsBlocks) throws Exception {
    if (cutsBlocks) {
      HeadCuts.assumePossible(onDisk);
    }
    Path path = cutsBlocks ? onDisk : inMemory;
    Files.writeString(path.resolve(LOG), CONTENT);
    Path copy = path.resolve(CopyTruncate.copyOf(LOG));
    Posix removing = BetweenCalls.afterFirst(posix, "setTimes", () -> Files.delete(copy));
    try (Directory directory = Directory.open(removing, path)) {
      Stat inspected = directory.stat(LOG).orElseThrow();

      assertThatThrownBy(() -> extract(removing, directory, inspected))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("was removed before the log was cut");
    }
    assertThat(path.resolve(LOG)).hasContent(CONTENT);
  }

  @Test
  void aLogThatGotASecondNameIsNotCut() throws Exception {
    Path log = Files.writeString(onDisk.resolve(LOG), CONTENT);
    try (Directory directory = Directory.open(posix, onDisk)) {
      Stat inspected = directory.stat(LOG).orElseThrow();
      Files.createLink(onDisk.resolve("second"), log);

      assertThatThrownBy(() -> extract(posix, directory, inspected))
          .isInstanceOfSatisfying(
              PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    }
    assertThat(log).hasContent(CONTENT);
  }

  private static Extraction extract(Posix with, Directory directory, Stat inspected)
      throws Exception {
    return new CopyTruncate(with, new Freezer(with))
        .extract(directory, LOG, inspected, false, () -> {});
  }
}
