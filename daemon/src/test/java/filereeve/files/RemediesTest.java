package filereeve.files;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.Obstacle;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RemediesTest {
  @Test
  void aFullDiskIsRetried() {
    assertThat(of(Errno.ENOSPC))
        .isEqualTo(
            new Outcome.Retry(
                "cannot compress /x: write /x.zst: No space left on device."
                    + " Free some space there."));
  }

  @Test
  void aMissingPermissionIsNotRetried() {
    assertThat(of(Errno.EACCES)).isInstanceOf(Outcome.Failed.class);
    assertThat(Remedies.outcome("read /x", new AccessDeniedException("/x")))
        .isEqualTo(
            new Outcome.Failed(
                "cannot read /x: open /x: Permission denied. Give the daemon's user permission:"
                    + " namei -l shows what each directory allows."));
  }

  @Test
  void aFailureOutsideOfSystemCallsIsRetried() {
    assertThat(Remedies.outcome("compress /x", new IOException("it does not read back")))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            retry ->
                assertThat(retry.why())
                    .startsWith("cannot compress /x: it does not read back. If it fails again"));
  }

  @ParameterizedTest
  @EnumSource
  void everyFailureHasACauseAndARemedy(Errno errno) {
    String why =
        switch (of(errno)) {
          case Outcome.Retry retry -> retry.why();
          case Outcome.Failed failed -> failed.why();
          case Outcome.Done _, Outcome.Skipped _, Outcome.Refused _, Outcome.Deferred _ ->
              "no failure";
        };
    assertThat(why).contains(errno.text()).matches("cannot .+: .+\\. [A-Z].+\\.");
  }

  @ParameterizedTest
  @EnumSource(names = {"EROFS", "EPERM"})
  void whatTheUnitMayCloseEndsWithWhatOpensIt(Errno errno) {
    assertThat(of(errno))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.why())
                    .endsWith(
                        "Under systemd, run: filereeve systemd-paths --write && systemctl"
                            + " daemon-reload && systemctl restart filereeve."));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          EPERM,  APPEND_ONLY, Failed, `is append-only). Remove the attribute: chattr -a /x.`
          EPERM,  IMMUTABLE,   Failed, `is immutable). Remove the attribute: chattr -i /x.`
          EBUSY,  MOUNT_POINT, Failed, `is a mount point). Mount its directory instead`
          EROFS, READ_ONLY_MOUNT, Failed, `is on a read-only mount of a writable filesystem). Mount it writable: mount -o remount,bind,rw. Under systemd, run: filereeve systemd-paths --write && systemctl daemon-reload && systemctl restart filereeve.`
          ENOSPC, NO_INODES,   Retry,  `is on a filesystem without a free inode). Delete files there that nobody needs: df -i /x.`
          """)
  void whatTheKernelNamesDecidesOnTheRemedy(
      Errno errno, Obstacle.Kind kind, String outcome, String says) {
    var failure = new PosixException(failure(errno), new Obstacle(kind, "/x"));

    Outcome of = Remedies.outcome("rotate /x", failure);

    assertThat(of.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(of.toString()).contains(errno.text() + " (/x " + says);
  }

  private static Outcome of(Errno errno) {
    return Remedies.outcome("compress /x", failure(errno));
  }

  private static PosixException failure(Errno errno) {
    return new PosixException("write", "/x.zst", errno);
  }
}
