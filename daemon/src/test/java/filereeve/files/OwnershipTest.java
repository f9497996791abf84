package filereeve.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.posix.Account;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.testing.FaultyPosix;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NothingLeftOpen.class)
class OwnershipTest {
  private static final int STRANGER = 4711;

  private final Posix root = new LinuxPosix();
  private final Posix nobody = root.actingAs(new Account("nobody", Optional.empty()));

  @TempDir private Path dir;
  private Fd directory = new Fd(-1, "");
  private Fd file = new Fd(-1, "");
  private int uid;

  @BeforeEach
  void aFileOfNobody() throws IOException {
    assumeTrue(root.effectiveUser() == 0, "only root may act as another user");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
    uid = root.userId("nobody").orElseThrow();
    directory = nobody.openDirectory(dir);
    file = nobody.open(directory, Path.of("file"), Open.CREATE_NEW, 0600);
  }

  @AfterEach
  void close() throws IOException {
    if (file.number() >= 0) {
      root.close(file);
      root.close(directory);
    }
  }

  @Test
  void rootGivesAFileToAnybody() throws Exception {
    Ownership.give(root, file, STRANGER, STRANGER);

    assertThat(root.stat(file).uid()).isEqualTo(STRANGER);
  }

  @Test
  void aGroupThatTheUserIsNotInIsNamedWithTheRemedy() {
    assertThatThrownBy(() -> Ownership.give(nobody, file, uid, STRANGER))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Operation not permitted. User %d is not in group %d", uid, STRANGER)
        .hasMessageEndingWith("set \"group\" to it, or give the log another group");
  }

  @Test
  void anotherOwnerIsNamedWithTheRemedy() {
    assertThatThrownBy(() -> Ownership.give(nobody, file, STRANGER, STRANGER))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Only root may give a file to user " + STRANGER);
  }

  @Test
  void whatHasItsOwnerIsNotChanged() throws Exception {
    int gid = root.stat(file).gid();
    var counting = FaultyPosix.counting(root);

    Ownership.give(counting, file, uid, gid);

    assertThat(counting.calls()).noneMatch(call -> call.startsWith("chown"));
    Ownership.give(root, file, uid, STRANGER);
    assertThat(root.stat(file).gid()).isEqualTo(STRANGER);
  }

  @Test
  void anotherFailureIsThatOfTheCall() {
    var failing = FaultyPosix.of(root, new FaultyPosix.Fault.Refuse("chown", Errno.EROFS));

    assertThatThrownBy(() -> Ownership.give(failing, file, STRANGER, STRANGER))
        .isInstanceOf(PosixException.class);
  }
}
