package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.process.Freezer;
import filereeve.testing.Durability;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import filereeve.testing.HeadCuts;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A cut of blocks that fails.
@ExtendWith(NothingLeftOpen.class)
class HeadCutTest {
  private static final Path LOG = Path.of("app.log");
  private static final String CONTENT = "x\n".repeat(5000);

  @TempDir private Path tempDir;

  private final Posix posix = Durability.of(new LinuxPosix());

  @BeforeEach
  void aLog() throws IOException {
    HeadCuts.assumePossible(tempDir);
    Files.writeString(tempDir.resolve(LOG), CONTENT);
  }

  @ParameterizedTest
  @EnumSource(names = {"EOPNOTSUPP", "EINVAL"})
  void aLogIsEmptiedIfTheFilesystemRefusesTheCut(Errno errno) throws Exception {
    Extraction extraction = extract(errno);

    assertThat(extraction.bytes()).isEqualTo(CONTENT.length());
    assertThat(tempDir.resolve(CopyTruncate.copyOf(LOG))).hasContent(CONTENT);
    assertThat(tempDir.resolve(LOG)).isEmptyFile();
  }

  @Test
  void afterAnotherFailureItsCopyIsKeptForTheRecovery() {
    assertThatThrownBy(() -> extract(Errno.EIO)).isInstanceOf(PosixException.class);

    assertThat(tempDir.resolve(CopyTruncate.copyOf(LOG))).exists();
    assertThat(tempDir.resolve(CopyTruncate.intentOf(LOG))).exists();
    assertThat(tempDir.resolve(LOG)).hasContent(CONTENT);
  }

  private Extraction extract(Errno errno) throws Exception {
    Posix failing = FaultyPosix.of(posix, new Fault.Refuse("collapse", errno));
    try (Directory directory = Directory.open(failing, tempDir)) {
      return new CopyTruncate(failing, new Freezer(posix))
          .extract(directory, LOG, directory.stat(LOG).orElseThrow(), false, () -> {});
    }
  }
}
