package filereeve.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the kernel grants no lease, it is unknown whether a file is written: that is no answer.
class LeasesTest {
  private final Posix posix = new LinuxPosix();

  @TempDir private Path dir;

  @Test
  void whatIsNoRegularFileHasNoLease() throws IOException {
    Fd fd = posix.openDirectory(dir); // EINVAL
    assertThat(posix.writers(fd)).isEqualTo(Writers.UNKNOWN);
    assertThat(posix.leaseAlone(fd)).isFalse();
    posix.close(fd);
  }
}
