package filereeve.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `junit-platform.properties` says is in force.
class EveryTestHasALimitTest {
  @Test
  void itRunsInAThreadThatCanBeLeftBehind() {
    assertThat(Thread.currentThread().getName()).startsWith("junit-timeout-thread");
  }

  @Test
  void itsFilesAreInADirectoryThatNoFormerRunHasUsed(@TempDir Path dir) {
    assertThat(dir.toString()).contains("/filereeve-tests-");
  }
}
