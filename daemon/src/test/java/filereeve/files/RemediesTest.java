package filereeve.files;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemediesTest {
  @Test
  void aFullDiskIsRetried() {
    assertThat(of(Errno.ENOSPC))
        .isEqualTo(
            new Outcome.Retry(
                "cannot compress /x: write /x.zst: no space left on the disk."
                    + " Free some space there. Filereeve retries it."));
  }

  @Test
  void aMissingPermissionIsNotRetried() {
    assertThat(of(Errno.EACCES)).isInstanceOf(Outcome.Failed.class);
    assertThat(Remedies.outcome("read /x", new AccessDeniedException("/x")))
        .isEqualTo(
            new Outcome.Failed(
                "cannot read /x: open /x: permission denied. Run the daemon as a user with"
                    + " this permission. Under systemd, add the directory to ReadWritePaths=."));
  }

  @Test
  void aFailureOutsideOfSystemCallsIsRetried() {
    assertThat(Remedies.outcome("compress /x", new IOException("it does not read back")))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            retry ->
                assertThat(retry.why())
                    .startsWith("cannot compress /x: it does not read back. Filereeve retries it"));
  }

  @ParameterizedTest
  @EnumSource
  void everyFailureHasACauseAndARemedy(Errno errno) {
    String why =
        switch (of(errno)) {
          case Outcome.Retry retry -> retry.why();
          case Outcome.Failed failed -> failed.why();
          case Outcome.Done _, Outcome.Skipped _, Outcome.Deferred _ -> "no failure";
        };
    assertThat(why).contains(errno.meaning()).matches("cannot .+: .+\\. [A-Z].+\\.");
  }

  private static Outcome of(Errno errno) {
    return Remedies.outcome("compress /x", new PosixException("write", "/x.zst", errno));
  }
}
