package filereeve.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.codec.Codec;
import filereeve.posix.Account;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Swapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A user other than root with a directory of his own, `home/logs`, and root's files outside of it,
/// which he may neither read nor change.
public final class OtherUser {
  private static final String NAME = "nobody";
  private static final String SECRET = "a secret of root's\n";

  private final Posix his;
  private final int uid;
  private final int gid;
  private final Path home;
  private final Path outside;
  private final Map<Path, String> before;

  /// @param directory an empty one, of root's
  public OtherUser(Path directory) throws IOException {
    var posix = new LinuxPosix();
    assumeTrue(posix.effectiveUser() == 0, "only root may act as another user");
    his = posix.actingAs(new Account(NAME, Optional.empty()));
    uid = posix.userId(NAME).orElseThrow();
    gid = posix.groupId("nogroup").orElseThrow();
    Path top = directory.toRealPath();
    Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxr-xr-x"));
    home = top.resolve("home");
    outside = Files.createDirectory(top.resolve("outside"));
    for (String name : List.of("app.log", "app.log.1", "app.log.2", "a.csv", "secret")) {
      Path secret = Files.writeString(outside.resolve(name), SECRET.repeat(1000));
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }
    Files.createDirectories(logs());
    give(home);
    give(logs());
    before = snapshot();
  }

  public Path logs() {
    return home.resolve("logs");
  }

  /// Root's directory, whose files have the names of logs and archives.
  public Path outside() {
    return outside;
  }

  /// Makes him the owner, of a symbolic link itself.
  public Path give(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", uid, NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", gid, NOFOLLOW_LINKS);
    return path;
  }

  /// Writes a file of his, with his permissions, unless its name is taken or leads elsewhere.
  ///
  /// @return false if it was not written
  public boolean write(String name, String content) throws IOException {
    try {
      Fd directory = his.openDirectory(logs());
      try {
        Fd file = his.open(directory, Path.of(name), Open.CREATE_NEW, 0644);
        byte[] bytes = content.getBytes(UTF_8);
        his.write(file, bytes, 0, bytes.length);
        his.close(file);
        return true;
      } finally {
        his.close(directory);
      }
    } catch (PosixException _) {
      return false;
    }
  }

  /// He swaps all names in his directory, and the directory itself, for links to what is outside,
  /// for another file of his with two names, and for a pipe.
  public Swapper swapping() throws IOException {
    Path decoys = give(Files.createDirectory(home.resolve("decoys")));
    var all = new ArrayList<Path>();
    all.add(give(Files.createSymbolicLink(decoys.resolve("secret"), outside.resolve("secret"))));
    all.add(give(Files.createSymbolicLink(decoys.resolve("directory"), outside)));
    Path twice = give(Files.writeString(decoys.resolve("twice"), "of his own\n"));
    all.add(give(Files.createLink(decoys.resolve("again"), twice)));
    Path linked = give(Files.createSymbolicLink(home.resolve("linked"), outside));
    return new Swapper(NAME, () -> pairs(all, linked));
  }

  private List<Map.Entry<Path, Path>> pairs(List<Path> decoys, Path linked) {
    var pairs = new ArrayList<Map.Entry<Path, Path>>();
    try (Stream<Path> names = Files.list(logs())) {
      names
          .filter(name -> !name.endsWith(".state"))
          .forEach(name -> decoys.forEach(decoy -> pairs.add(Map.entry(name, decoy))));
    } catch (IOException | UncheckedIOException _) {
      return List.of(); // in the middle of a swap
    }
    pairs.add(Map.entry(logs(), linked));
    return pairs;
  }

  /// Nothing outside has changed, and nothing in his directory has root's content.
  public void assertReachedNothing() throws IOException {
    assertThat(snapshot()).isEqualTo(before);
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(f -> Files.isRegularFile(f, NOFOLLOW_LINKS)).toList()) {
        assertThat(beginning(file)).as("%s", file).doesNotContain(SECRET);
      }
    }
  }

  /// Unpacked, if it is an archive.
  private static String beginning(Path file) throws IOException {
    Optional<Codec> codec = Codec.ofName(file);
    try (InputStream in = Files.newInputStream(file);
        InputStream unpacked = codec.isPresent() ? codec.get().decoder(in) : in) {
      return new String(unpacked.readNBytes(1 << 20), ISO_8859_1);
    } catch (IOException e) {
      if (codec.isEmpty()) {
        throw e;
      }
      return ""; // no archive at all: a decoy has its name
    }
  }

  private Map<Path, String> snapshot() throws IOException {
    try (Stream<Path> files = Files.walk(outside)) {
      return files.collect(toMap(file -> file, OtherUser::describe));
    }
  }

  private static String describe(Path file) {
    try {
      return Files.readAttributes(file, "unix:ino,mode,uid,gid,nlink,size,lastModifiedTime")
          + (Files.isRegularFile(file) ? Files.readString(file) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
