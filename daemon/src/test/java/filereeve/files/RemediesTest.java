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
  void aFullDiskIsTriedAgain() {
    assertThat(of(Errno.ENOSPC))
        .isEqualTo(
            new Outcome.Retry(
                "cannot compress /x: write /x.zst: no space left on the disk."
                    + " Free some space there; it is tried again."));
  }

  @Test
  void aMissingRightIsNotTriedAgain() {
    assertThat(of(Errno.EACCES)).isInstanceOf(Outcome.Failed.class);
    assertThat(Remedies.outcome("look at /x", new AccessDeniedException("/x")))
        .isEqualTo(
            new Outcome.Failed(
                "cannot look at /x: open /x: permission denied. Let the daemon run as a user with"
                    + " the right to do it; under systemd, name the directory in"
                    + " ReadWritePaths=."));
  }

  @Test
  void whatIsNoSystemCallIsTriedAgain() {
    assertThat(Remedies.outcome("compress /x", new IOException("it does not read back")))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            retry ->
                assertThat(retry.why())
                    .startsWith("cannot compress /x: it does not read back. It is tried again"));
  }

  @ParameterizedTest
  @EnumSource
  void everyFailureSaysWhatItMeansAndWhatToDo(Errno errno) {
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
