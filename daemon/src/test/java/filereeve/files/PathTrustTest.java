package filereeve.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.posix.AccessList;
import filereeve.posix.LinuxPosix;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ways in which somebody else could decide what a file holds.
@ExtendWith(NothingLeftOpen.class)
class PathTrustTest {
  private final LinuxPosix posix = new LinuxPosix();
  private final PathTrust trust = new PathTrust(posix);
  @TempDir Path directory;
  private Path app = Path.of("/");
  private Path file = Path.of("/");

  @BeforeEach
  void makeAFile() throws IOException {
    app = Files.createDirectories(directory.resolve("etc/app"));
    file = Files.writeString(app.resolve("filereeve.yaml"), "version: 1\n");
    mode(directory.resolve("etc"), "rwxr-xr-x");
    mode(app, "rwxr-xr-x");
    mode(file, "rw-r--r--");
  }

  @Test
  void whatOnlyRootAndThisUserCanChangeIsTrusted() throws IOException {
    assertThat(trust.distrust(file)).isEmpty();
    assertThat(trust.distrust(Path.of("/etc/passwd"))).isEmpty();
    assertThat(trust.distrust(app.resolve("not-there"))).isEmpty();
  }

  @Test
  void aFileThatOthersCanWriteIsNot() throws IOException {
    mode(file, "rw-r--rw-");
    assertThat(why(file)).contains(file + " is writable by everybody. Run: chmod o-w " + file);
  }

  @Test
  void norIsOneThatAForeignGroupCanWrite() throws IOException {
    assumeTrue(isRoot(), "only root gives a file to any group");
    Files.setAttribute(file, "unix:gid", 65_534);
    mode(file, "rw-rw-r--");
    assertThat(why(file))
        .contains(file + " is writable by its group (gid 65534). Run: chmod g-w " + file);
  }

  /// To whom a list gives the group's bits, the mode does not say.
  @Test
  void norIsOneWithAnAccessControlListThatLetsOthersWrite() throws IOException {
    assumeTrue(isRoot(), "the group must be root's");
    mode(file, "rw-rw-r--");
    assertThat(trust.distrust(file)).as("root's group").isEmpty();
    AccessList.letWrite(file, 12_345);
    assertThat(why(file))
        .contains(
            file + " has an access control list that lets others write. Run: setfacl -b " + file);
  }

  @Test
  void norIsOneOfAnotherUser() throws IOException {
    assumeTrue(isRoot(), "only root gives files away");
    Files.setAttribute(file, "unix:uid", 65_534);
    assertThat(why(file)).contains(file + " belongs to user 65534. Run: chown root " + file);
  }

  @Test
  void norIsOneInADirectoryThatOthersCanWrite() throws IOException {
    mode(app, "rwxr-xrwx");
    assertThat(why(file)).contains(app + " is writable by everybody. Run: chmod o-w " + app);
  }

  @Test
  void norIsOneBelowSuchADirectory() throws IOException {
    Path above = directory.resolve("etc");
    mode(above, "rwxr-xrwx");
    assertThat(why(file)).contains(above + " is writable by everybody. Run: chmod o-w " + above);
    assertThat(why(app.resolve("state")).orElseThrow()).startsWith(above.toString());
  }

  @Test
  void aLinkIsTrustedAsFarAsWhatItLeadsThrough() throws IOException {
    Path open = Files.createDirectory(directory.resolve("open"));
    Path real = Files.writeString(open.resolve("real.yaml"), "");
    Path link = Files.createSymbolicLink(app.resolve("link.yaml"), real);
    Path relative = Files.createSymbolicLink(app.resolve("dir"), Path.of("../../open"));
    assertThat(trust.distrust(link)).isEmpty();
    mode(open, "rwxrwxrwx");
    assertThat(why(link).orElseThrow()).startsWith(open + " is writable by everybody");
    assertThat(why(relative.resolve("real.yaml")).orElseThrow())
        .startsWith(open + " is writable by everybody");
    Path turned = Files.createSymbolicLink(open.resolve("turned"), file);
    assertThat(why(turned).orElseThrow())
        .as("whoever can write to its directory can turn it")
        .startsWith(open + " is writable by everybody");
  }

  @Test
  void inAStickyDirectoryOnlyWhatIsOfATrustedUserIsTrusted() throws IOException {
    Path shared = Files.createDirectory(directory.resolve("shared"));
    Files.setAttribute(shared, "unix:mode", 01777);
    Path own = Files.writeString(shared.resolve("own"), "");
    assertThat(trust.distrust(own)).isEmpty();
    assumeTrue(isRoot(), "only root gives files away");
    Path link = Files.createSymbolicLink(shared.resolve("link"), file);
    Files.setAttribute(link, "unix:uid", 65_534, NOFOLLOW_LINKS);
    assertThat(why(link).orElseThrow())
        .startsWith(link + " in " + shared + ", which others can write to, belongs to user 65534");
  }

  @ParameterizedTest
  @CsvSource({"01777, true", "01775, true", "01757, true", "01755, false"})
  void aStickyDirectoryIsSharedIfOthersCanWriteToIt(String mode, boolean isShared)
      throws IOException {
    assumeTrue(isRoot(), "only root gives files away");
    Path shared = Files.createDirectory(directory.resolve("shared"));
    Files.setAttribute(shared, "unix:gid", 65_534);
    Files.setAttribute(shared, "unix:mode", Integer.parseInt(mode, 8));
    Path own = Files.writeString(shared.resolve("own"), "");
    assertThat(trust.distrust(own)).isEmpty();
    Files.setAttribute(own, "unix:uid", 65_534);
    String in = isShared ? " in " + shared + ", which others can write to," : "";
    assertThat(why(own)).contains(own + in + " belongs to user 65534. Run: chown root " + own);
  }

  @Test
  void linksThatLeadToOneAnotherLeadNowhere() throws IOException {
    Path loop = Files.createSymbolicLink(app.resolve("loop"), Path.of("loop"));
    assertThat(trust.distrust(loop)).isEmpty();
  }

  private Optional<String> why(Path path) throws IOException {
    return trust.distrust(path).map(d -> d.why() + ". " + d.remedy());
  }

  private boolean isRoot() {
    return posix.effectiveUser() == 0;
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
