package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.config.Loaded.Reason;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The exit status is an interface: the unit's `RestartPreventExitStatus=` and scripts go by it.
class ExitCodeTest {
  @Test
  void theNumbersAreThoseOfSysexits() {
    assertThat(
            Arrays.stream(ExitCode.values())
                .collect(Collectors.toMap(ExitCode::name, ExitCode::number)))
        .isEqualTo(
            Map.of(
                "FINE", 0,
                "FOUND_FAULTS", 1,
                "SOFTWARE", 1,
                "FAILING", 1,
                "USAGE", 64,
                "NO_INPUT", 66,
                "NOT_RUNNING", 69,
                "TRY_AGAIN", 75,
                "PERMISSION", 77,
                "CONFIGURATION", 78));
  }

  @ParameterizedTest
  @CsvSource({"EACCES, 77", "EPERM, 77", "EROFS, 75", "ENOSPC, 75", "EIO, 75", "ENOTDIR, 75"})
  void aCallThatFailedIsAMissingPermissionOrMayWorkLater(Errno errno, int status) {
    var failure = new PosixException("mkdir", "/var/lib/filereeve", errno);
    assertThat(ExitCode.of(failure).number()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"NO_INPUT, 66", "PERMISSION, 77", "CONFIGURATION, 78"})
  void aConfigurationThatCannotBeUsedSaysWhy(Reason reason, int status) {
    assertThat(ExitCode.of(reason).number()).isEqualTo(status);
  }
}
