package filereeve.files;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.testing.BetweenCalls;
import filereeve.testing.Durability;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NothingLeftOpen.class)
class NewDirectoryTest {
  @TempDir private Path tempDir;

  private final Posix real = new LinuxPosix();

  @ParameterizedTest
  @ValueSource(ints = {0700, 0750, 0755, 0777, 01777})
  void aNewDirectoryIsTheDaemonsOwnUntilItHasItsOwner(int mode) throws Exception {
    Path path = tempDir.resolve("a/b");
    List<String> atFirst = new ArrayList<>();
    Posix posix =
        BetweenCalls.of(
            real,
            (name, arguments, call) -> {
              if (name.equals("mkdir")) {
                atFirst.add("%s %o".formatted(arguments[1], (int) arguments[2]));
              }
              return call.make();
            });

    new NewDirectory(posix, mode, Optional.of(stat(tempDir))).openOrCreate(path).close();

    assertThat(atFirst).containsExactly("a 1700", "b 1700");
    assertThat(stat(path).mode()).isEqualTo(mode);
    assertThat(stat(path.resolveSibling("")).mode()).isEqualTo(0755);
  }

  @Test
  void aDirectoryThatSomebodyMakesMeanwhileIsTakenAsItIs() throws Exception {
    Path path = tempDir.resolve("a");
    Posix racing =
        BetweenCalls.of(
            real,
            (name, _, call) -> {
              if (name.equals("mkdir")) {
                Files.createDirectory(
                    path, asFileAttribute(PosixFilePermissions.fromString("rwx------")));
              }
              return call.make();
            });

    new NewDirectory(racing, 0755, Optional.empty()).openOrCreate(path).close();

    assertThat(stat(path).mode()).isEqualTo(0700);
  }

  @Test
  void aDirectoryThatIsInUseKeepsItsMode() throws Exception {
    Path path = Files.createDirectory(tempDir.resolve("a"));
    Files.createFile(path.resolve("file"));
    try (Directory directory = Directory.open(real, path)) {
      real.chmod(directory.fd(), 01700);
    }

    new NewDirectory(real, 0755, Optional.empty()).openOrCreate(path).close();

    assertThat(stat(path).mode()).isEqualTo(01700);
  }

  @Test
  void anotherFailureThanThatItIsMissingIsAnError() throws Exception {
    Path file = Files.createFile(tempDir.resolve("file"));

    assertThatThrownBy(() -> Directory.openOrCreate(real, file, 0755))
        .isInstanceOf(PosixException.class);
    assertThatThrownBy(() -> Directory.openOrCreate(real, file.resolve("below"), 0755))
        .isInstanceOf(PosixException.class);
  }

  /// Whoever made it may have been killed before it was durable.
  @Test
  void aDirectoryThatAnotherRunMadeMeanwhileIsDurableToo() throws Exception {
    Posix watched = Durability.of(real);
    Posix posix =
        BetweenCalls.of(
            watched,
            (name, arguments, call) -> {
              if (name.equals("mkdir")) {
                Thread.ofPlatform().start(() -> make(watched, arguments)).join();
              }
              return call.make();
            });

    new NewDirectory(posix, 0755, Optional.empty()).openOrCreate(tempDir.resolve("a/b")).close();

    assertThat(tempDir.resolve("a/b")).isDirectory();
  }

  private static void make(Posix posix, Object[] arguments) {
    try {
      posix.mkdir((Fd) arguments[0], (Path) arguments[1], 0755);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Stat stat(Path directory) throws IOException {
    try (Directory open = Directory.open(real, directory)) {
      return real.stat(open.fd());
    }
  }
}
