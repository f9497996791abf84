package filereeve.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.posix.AccessList;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.TrustedUsers;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Whoever controls a directory on a path can swap what the path leads to.
@ExtendWith(NothingLeftOpen.class)
class PathControlTest {
  private final Posix posix = new LinuxPosix();

  @TempDir(factory = MemoryTempDir.class)
  private Path tempDir;

  private Path above;
  private Path below;

  @BeforeEach
  void createDirectories() throws IOException {
    above = Files.createDirectory(tempDir.resolve("above"));
    below = Files.createDirectory(above.resolve("below"));
    mode(above, "rwxr-xr-x");
    mode(below, "rwxr-xr-x");
  }

  @Test
  void nobodyElseControlsWhatOnlyItsOwnerCanChange() throws IOException {
    assertThat(shared()).isEmpty();
    assertThat(PathControl.shared(posix, Path.of("/"), new TrustedUsers(0))).isEmpty();
  }

  @Test
  void theFirstFromTheTopIsNamedWithItsOwnerAndMode() throws IOException {
    mode(below, "rwxrwxrwx");
    assertThat(shared()).hasValueSatisfying(why -> assertThat(why).startsWith(below + " (user "));

    mode(above, "rwxr-xrwx");
    assertThat(shared())
        .hasValueSatisfying(
            why -> assertThat(why).startsWith(above + " (user ").endsWith(", mode 0757)"));
  }

  @Test
  void aDirectoryOfAnotherUserIsTheirs() throws IOException {
    assumeTrue(posix.effectiveUser() == 0, "only root gives directories away");
    Files.setAttribute(above, "unix:uid", 65_534);

    assertThat(shared()).contains(above + " (user 65534, group 0, mode 0755)");
    assertThat(PathControl.shared(posix, below, new TrustedUsers(65_534))).isEmpty();
  }

  @Test
  void anAccessListThatLetsAnotherUserWriteSharesTheControl() throws IOException {
    assumeTrue(posix.effectiveUser() == 0, "what another user opens is their own affair");
    mode(above, "rwxrwxr-x");
    Files.setAttribute(above, "unix:gid", 0);
    assertThat(shared()).isEmpty();

    AccessList.letWrite(above, 12345);
    assertThat(shared()).hasValueSatisfying(why -> assertThat(why).startsWith(above + " (user "));
  }

  private Optional<String> shared() throws IOException {
    return PathControl.shared(posix, below, new TrustedUsers(posix.effectiveUser()));
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
