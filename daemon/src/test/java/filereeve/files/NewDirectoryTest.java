package filereeve.files;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.testing.BetweenCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    assertThat(atFirst).containsExactly("a 700", "b 700");
    assertThat(stat(path).mode()).isEqualTo(mode);
    assertThat(stat(path.resolveSibling("")).mode()).isEqualTo(0755);
  }

  private Stat stat(Path directory) throws IOException {
    try (Directory open = Directory.open(real, directory)) {
      return real.stat(open.fd());
    }
  }
}
