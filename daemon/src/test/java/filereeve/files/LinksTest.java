package filereeve.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A symbolic link that has the name of a file is never followed, in whatever way the file is
/// opened: what it leads to is neither read, nor changed, nor created.
@ExtendWith(NothingLeftOpen.class)
class LinksTest {
  private static final Path NAME = Path.of("app.log");
  private static final String SECRET = "a secret";
  private static final byte[] CONTENT = "new".getBytes(UTF_8);

  @TempDir(factory = MemoryTempDir.class)
  private Path tempDir;

  private final Posix posix = new LinuxPosix();
  private Path directory;
  private Path outside;

  interface Use {
    Object of(Directory directory) throws Exception;
  }

  record Way(String name, Use use) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeEach
  void createFiles() throws IOException {
    directory = Files.createDirectory(tempDir.resolve("logs"));
    outside = Files.createDirectory(tempDir.resolve("outside"));
  }

  @ParameterizedTest
  @EnumSource
  void noLinkIsOpened(Open how) throws Exception {
    for (Path target : targets(how == Open.DIRECTORY)) {
      Files.createSymbolicLink(directory.resolve(NAME), target);
      Map<Path, String> before = contents();
      assertThat(refused(d -> posix.open(d.fd(), NAME, how, 0600)))
          .contains(
              switch (how) {
                case CREATE_NEW -> Errno.EEXIST;
                case DIRECTORY -> Errno.ENOTDIR;
                default -> Errno.ELOOP;
              });
      assertThat(contents()).isEqualTo(before);
      Files.delete(directory.resolve(NAME));
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        new Way("read a small file", d -> d.read(NAME, 100)),
        new Way("replace a small file", d -> nothing(() -> d.writeAtomically(NAME, CONTENT, 0600))),
        new Way("create a small file", d -> nothing(() -> d.writeNew(NAME, CONTENT, 0600))),
        new Way("create durably", d -> nothing(() -> d.createDurably(NAME, CONTENT, 0600))),
        new Way("read what is not in holes", d -> d.written(NAME, d.stat(NAME).orElseThrow())),
        new Way(
            "shred", d -> nothing(() -> new Shredder(new LinuxPosix()).remove(d, NAME, () -> {}))),
        new Way("finish to shred", d -> new Shredder(new LinuxPosix()).finish(d, NAME, () -> {})),
        new Way("remove", d -> d.remove(NAME)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whatALinkLeadsToIsNotReached(Way way) throws Exception {
    for (Path target : targets(false)) {
      for (Path name : Set.of(NAME, TempNames.of(NAME, TempNames.Purpose.WRITE))) {
        Files.deleteIfExists(directory.resolve(name));
        Files.createSymbolicLink(directory.resolve(name), target);
      }
      Map<Path, String> before = contents();
      Object[] result = new Object[1];
      Optional<Errno> errno = refused(d -> result[0] = way.use.of(d));
      assertThat(contents()).isEqualTo(before);
      assertThat(errno.isPresent() || !(result[0] instanceof Optional<?> read && read.isPresent()))
          .as("nothing was read")
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theWaysWorkWithAFile(Way way) throws Exception {
    Files.writeString(directory.resolve(NAME), "old");
    Optional<Errno> errno = refused(d -> way.use.of(d));
    assertThat(errno).isIn(Optional.empty(), Optional.of(Errno.EEXIST));
  }

  private Path[] targets(boolean directories) throws IOException {
    Path there = outside.resolve("there");
    if (!Files.exists(there)) {
      if (directories) {
        Files.createDirectory(there);
      } else {
        Files.writeString(there, SECRET);
      }
    }
    return new Path[] {there, outside.resolve("nowhere")};
  }

  private Optional<Errno> refused(Use use) throws Exception {
    try (Directory open = Directory.open(posix, directory)) {
      if (use.of(open) instanceof Fd fd) {
        posix.close(fd);
      }
      return Optional.empty();
    } catch (PosixException e) {
      return Optional.of(e.errno());
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private static boolean nothing(Action action) throws Exception {
    action.run();
    return true;
  }

  private Map<Path, String> contents() throws IOException {
    try (Stream<Path> files = Files.list(outside)) {
      return files.collect(Collectors.toMap(f -> f, LinksTest::describe));
    }
  }

  private static String describe(Path file) {
    try {
      return Files.readAttributes(file, "unix:ino,mode,uid,size,nlink", NOFOLLOW_LINKS)
          + (Files.isDirectory(file) ? "" : Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
