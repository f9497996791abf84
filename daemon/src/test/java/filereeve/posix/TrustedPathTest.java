package filereeve.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.posix.TrustedPath.LastLink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// By `openat2` and by hand, which have to agree.
class TrustedPathTest {
  /// A user whom nobody trusts.
  private static final int STRANGER = 4711;

  private final LinuxPosix posix = new LinuxPosix();

  @TempDir private Path temp;
  private Path dir = Path.of("/");
  private Path target = Path.of("/");

  @BeforeEach
  void aDirectoryThatALinkMayLeadTo() throws IOException {
    dir = Files.createDirectory(temp.toRealPath().resolve("dir"));
    target = Files.createDirectories(dir.resolve("target/below"));
  }

  @Test
  void aPathWithoutLinksIsOpened() throws Exception {
    assertLeadsTo(target, target);
    assertLeadsTo(Path.of("/"), Path.of("/"));
    assertLeadsTo(dir.resolve("./target/../target/below/."), target);
  }

  @Test
  void linksOfOurOwnAreFollowed() throws Exception {
    Files.createSymbolicLink(dir.resolve("absolute"), dir.resolve("target"));
    Files.createSymbolicLink(dir.resolve("relative"), Path.of("target"));
    Path deep = Files.createDirectories(dir.resolve("a/b"));
    Files.createSymbolicLink(deep.resolve("up"), Path.of("../../relative"));
    Path odd = Files.createDirectory(Path.of(URI.create(dir.toUri() + "%ff")));
    Path notUtf8 = Files.createDirectory(odd.resolve("below"));
    Files.createSymbolicLink(dir.resolve("bytes"), notUtf8);
    Files.createSymbolicLink(dir.resolve("name"), dir.relativize(odd));

    assertLeadsTo(dir.resolve("absolute/below"), target);
    assertLeadsTo(dir.resolve("relative/below"), target);
    assertLeadsTo(deep.resolve("up/below"), target);
    assertLeadsTo(deep.resolve("up/../target/below"), target);
    assertLeadsTo(dir.resolve("bytes"), notUtf8);
    assertLeadsTo(dir.resolve("name/below"), notUtf8);
  }

  @Test
  void aLinkAsTheLastPartCanBeRefused() throws Exception {
    Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("target"));

    assertThatThrownBy(() -> new TrustedPath(posix, LastLink.REFUSED).open(link))
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ELOOP));
    posix.close(new TrustedPath(posix, LastLink.REFUSED).open(link.resolve("below")));
  }

  @Test
  void whatIsNotThereOrNoDirectoryIsSaid() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    Files.createSymbolicLink(dir.resolve("dangling"), Path.of("nowhere"));
    Files.createSymbolicLink(dir.resolve("loop"), Path.of("loop"));

    assertFails(dir.resolve("missing/below"), Errno.ENOENT);
    assertFails(dir.resolve("dangling"), Errno.ENOENT);
    assertFails(file, Errno.ENOTDIR);
    assertFails(file.resolve("below"), Errno.ENOTDIR);
    assertFails(dir.resolve("loop"), Errno.ELOOP);
  }

  @Test
  void aLinkOfAnotherUserIsNotFollowed() throws Exception {
    requireRoot();
    Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("target"));
    give(link);

    assertUntrusted(link, "the symbolic link " + link + " ", "user " + STRANGER);
    assertUntrusted(link.resolve("below"), "the symbolic link " + link + " ");
  }

  @Test
  void belowADirectoryThatOthersControlNoLinkIsFollowed() throws Exception {
    requireRoot();
    Path above = Files.createDirectory(dir.resolve("others"));
    Path others = Files.createDirectory(above.resolve("of-root"));
    Path link = Files.createSymbolicLink(others.resolve("link"), dir.resolve("target"));
    assertLeadsTo(link.resolve("below"), target);

    give(above);
    assertUntrusted(link.resolve("below"), link.toString(), above.toString());

    Files.setAttribute(above, "unix:uid", 0);
    mode(others, "rwxrwxrwx");
    assertUntrusted(link.resolve("below"), link.toString(), "mode 0777");

    mode(others, "rwxrwxr-x");
    Files.setAttribute(others, "unix:gid", STRANGER);
    assertUntrusted(link.resolve("below"), link.toString(), "group " + STRANGER);

    // The mode of its group is the mask of a list that lets somebody write.
    Files.setAttribute(others, "unix:gid", 0);
    assertLeadsTo(link.resolve("below"), target);
    AccessList.letWrite(others, STRANGER);
    assertUntrusted(link.resolve("below"), link.toString());

    // Everybody may write, as to /tmp, but swap only what is theirs.
    Files.setAttribute(others, "unix:mode", 01777);
    assertLeadsTo(link.resolve("below"), target);
  }

  /// A path without links leads where it says, whoever its directories belong to.
  @Test
  void directoriesOfOthersAreOpened() throws Exception {
    requireRoot();
    give(dir);
    give(target);
    assertLeadsTo(target, target);
  }

  @Test
  void theUserWhosePermissionsAreUsedIsTrusted() throws Exception {
    requireRoot();
    var nobody = new LinuxPosix().actingAs(new Account("nobody", Optional.empty()));
    int uid = posix.userId("nobody").orElseThrow();
    mode(temp, "rwxr-xr-x");
    mode(dir, "rwxr-xr-x");
    Path own = Files.createDirectory(dir.resolve("own"));
    Path link = Files.createSymbolicLink(own.resolve("link"), dir.resolve("target"));
    for (Path path : new Path[] {own, link}) {
      Files.setAttribute(path, "unix:uid", uid, NOFOLLOW_LINKS);
    }

    Fd opened = nobody.openDirectory(link);
    assertThat(posix.stat(opened).sameInode(stat(dir.resolve("target")))).isTrue();
    posix.close(opened);
    assertUntrusted(link, link.toString());
  }

  private void assertLeadsTo(Path path, Path expected) throws IOException {
    var trusted = new TrustedPath(posix, LastLink.FOLLOWED);
    for (Fd opened : new Fd[] {trusted.open(path), trusted.walk(path)}) {
      assertThat(posix.stat(opened).sameInode(stat(expected))).as("%s", path).isTrue();
      assertThat(opened.path()).isEqualTo(path.toString());
      posix.list(opened);
      posix.close(opened);
    }
  }

  private Stat stat(Path path) throws IOException {
    Fd opened = posix.openDirectory(path.toRealPath());
    try {
      return posix.stat(opened);
    } finally {
      posix.close(opened);
    }
  }

  private void assertFails(Path path, Errno errno) {
    var trusted = new TrustedPath(posix, LastLink.FOLLOWED);
    assertThatThrownBy(() -> trusted.open(path))
        .isInstanceOfSatisfying(PosixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    assertThatThrownBy(() -> trusted.walk(path))
        .isInstanceOfSatisfying(PosixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }

  private void assertUntrusted(Path path, String... parts) {
    assertThatThrownBy(() -> posix.openDirectory(path))
        .isInstanceOf(UntrustedLinkException.class)
        .hasMessageContainingAll(parts);
  }

  private void requireRoot() {
    assumeTrue(posix.effectiveUser() == 0, "only root may give files to others");
  }

  private static void give(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", STRANGER, NOFOLLOW_LINKS);
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
