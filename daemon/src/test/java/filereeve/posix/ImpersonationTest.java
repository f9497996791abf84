package filereeve.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Acting as another user, which only root may.
class ImpersonationTest {
  private static final int ROUNDS = 2_000;

  private final Posix root = new LinuxPosix();
  private final Posix nobody = root.actingAs(new Account("nobody", Optional.empty()));

  @TempDir private Path dir;

  @BeforeEach
  void onlyRoot() throws Exception {
    assumeTrue(root.effectiveUser() == 0, "only root may act as another user");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Test
  void whatIsMadeIsTheUsers() throws Exception {
    Fd directory = nobody.openDirectory(dir);
    Fd file = nobody.open(directory, Path.of("file"), Open.CREATE_NEW, 0600);

    assertThat(root.stat(file).uid()).isEqualTo(root.userId("nobody").orElseThrow());
    assertThat(root.stat(file).gid()).isNotEqualTo(0);
    assertThat(nobody.effectiveUser()).isEqualTo(root.userId("nobody").orElseThrow());
    root.close(file);
    root.close(directory);
  }

  @Test
  void whatRootAloneMayReadIsRefused() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "of root");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Fd directory = nobody.openDirectory(dir);

    assertThatThrownBy(() -> nobody.open(directory, Path.of("secret"), Open.READ, 0))
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EACCES));
    root.close(root.open(directory, Path.of("secret"), Open.READ, 0));
    root.close(directory);
  }

  @Test
  void rootsGroupsAreNotLent() throws Exception {
    Path shared = Files.writeString(dir.resolve("shared"), "of root's group");
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-rw----"));
    Fd directory = nobody.openDirectory(dir);

    assertThatThrownBy(() -> nobody.open(directory, Path.of("shared"), Open.READ, 0))
        .isInstanceOf(PosixException.class);
    root.close(directory);
  }

  @Test
  void aGroupCanBeNamed() throws Exception {
    Posix withGroup = root.actingAs(new Account("nobody", Optional.of("adm")));
    Fd directory = withGroup.openDirectory(dir);
    Fd file = withGroup.open(directory, Path.of("file"), Open.CREATE_NEW, 0600);

    assertThat(root.stat(file).gid()).isEqualTo(root.groupId("adm").orElseThrow());
    root.close(file);
    root.close(directory);
  }

  /// A directory of Debian's: root owns it, and the group of the user can write to it.
  @Test
  void besideANamedGroupTheUserKeepsItsOwn() throws Exception {
    Posix withGroup = root.actingAs(new Account("nobody", Optional.of("adm")));
    Files.setAttribute(dir, "unix:gid", root.groupId("nogroup").orElseThrow());
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxr-x"));

    Fd directory = withGroup.openDirectory(dir);
    Fd file = withGroup.open(directory, Path.of("file"), Open.CREATE_NEW, 0600);
    withGroup.chown(
        file, root.userId("nobody").orElseThrow(), root.groupId("nogroup").orElseThrow());
    root.close(file);
    root.close(directory);
  }

  @Test
  void theThreadsOwnRightsComeBackAfterEachCallAndOthersKeepTheirs() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "of root");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    try (var threads = Executors.newFixedThreadPool(2)) {
      Future<?> acting =
          threads.submit(
              () -> {
                for (int i = 0; i < ROUNDS; i++) {
                  root.close(nobody.openDirectory(dir));
                  Files.readString(secret);
                }
                return null;
              });
      Future<?> other =
          threads.submit(
              () -> {
                for (int i = 0; i < ROUNDS; i++) {
                  Files.readString(secret);
                }
                return null;
              });
      acting.get();
      other.get();
    }
  }

  @Test
  void rootsRightsComeBackAlsoIfItsGroupsDoNot() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "of root");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    var tooMany = new Credentials(0, 0, Collections.nCopies(70_000, 1));
    var acting = new Impersonation(new Libc(), new Account("nobody", Optional.empty()), tooMany);
    try (var thread = Executors.newSingleThreadExecutor()) {
      thread
          .submit(
              () -> {
                assertThatThrownBy(() -> acting.call(() -> 0))
                    .isInstanceOf(IllegalStateException.class);
                return Files.readString(secret);
              })
          .get();
    }
  }

  /// As where a filter of system calls forbids setfsuid(2): it could not be given back either.
  @Test
  void whereTheThreadsOwnUserCannotBeReadNothingIsLent() throws Exception {
    var other = new Credentials(4711, 0, List.of());
    var acting = new Impersonation(new Libc(), new Account("nobody", Optional.empty()), other);

    assertThatThrownBy(
            () ->
                acting.call(
                    () -> {
                      throw new AssertionError("was made");
                    }))
        .isInstanceOf(PosixException.class)
        .hasMessage("act as user nobody: Operation not permitted");
  }

  @Test
  void anUnknownUserOrGroupIsNamed() {
    Posix nobodyKnows = root.actingAs(new Account("no-such-user", Optional.empty()));
    Posix noGroup = root.actingAs(new Account("nobody", Optional.of("no-such-group")));

    assertThatThrownBy(() -> nobodyKnows.openDirectory(dir))
        .isInstanceOf(NoSuchAccountException.class)
        .hasMessage("there is no user \"no-such-user\"");
    assertThatThrownBy(() -> noGroup.openDirectory(dir))
        .hasMessage("there is no group \"no-such-group\"");
  }
}
