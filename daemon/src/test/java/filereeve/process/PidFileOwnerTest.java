package filereeve.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import filereeve.posix.LinuxPosix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Root signals a process only if nobody but root and that process's own user chose it.
class PidFileOwnerTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @TempDir private Path directory;
  private final LinuxPosix posix = new LinuxPosix();

  @ParameterizedTest
  @CsvSource({
    "0,     0,     true",
    "0,     12345, true",
    "12345, 12345, true",
    "12345, 0,     false",
    "12345, 12346, false",
  })
  void aUserNamesOnlyProcessesOfHisOwn(int ofFile, int ofProcess, boolean signalled)
      throws Exception {
    assumeThat(posix.effectiveUser()).isZero();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Process process =
        new ProcessBuilder("setpriv", "--reuid=" + ofProcess, "--clear-groups", "sleep", "60")
            .start();
    try (var commands = new Commands(posix)) {
      awaitUser(process, ofProcess);
      Path file = Files.writeString(directory.resolve("pid"), process.pid() + "\n");
      Files.setAttribute(file, "unix:uid", ofFile);

      Optional<String> problem =
          new Actions(commands, posix)
              .perform(new Action.Signal(SignalName.USR1, file), Placeholders.NONE, TIMEOUT);

      if (signalled) {
        assertThat(problem).isEmpty();
        assertThat(process.waitFor()).as("ended by SIGUSR1").isEqualTo(128 + 10);
      } else {
        assertThat(problem.orElse(""))
            .contains("is of user %d and its process of user %d".formatted(ofFile, ofProcess));
        assertThat(process.isAlive()).isTrue();
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /// Waits until it has changed its user and has begun the other program.
  private static void awaitUser(Process process, int user) throws Exception {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    while (!Files.readString(status).contains("Name:\tsleep\n")
        || !Files.readString(status).contains("Uid:\t" + user + "\t")) {
      Thread.sleep(1);
    }
  }
}
