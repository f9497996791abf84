package filereeve.files;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.NothingLeftOpen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NothingLeftOpen.class)
class StateLockTest {
  private final Posix posix = new LinuxPosix();

  @TempDir private Path state;

  /// Whoever could open it could take it, and keep the daemon from starting.
  @Test
  void nobodyElseCanTakeTheLock() throws Exception {
    try (Directory directory = Directory.open(posix, state)) {
      try (StateLock _ = StateLock.take(posix, directory).orElseThrow()) {
        assertThat(StateLock.take(posix, directory)).isEmpty();
      }
      StateLock.take(posix, directory).orElseThrow().close();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("lock"))))
        .isEqualTo("rw-------");
  }
}
