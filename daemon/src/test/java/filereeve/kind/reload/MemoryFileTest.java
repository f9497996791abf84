package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.posix.LinuxPosix;
import filereeve.route.Glob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a service has applied is believed only as it was written.
class MemoryFileTest {
  private static final Memory MEMORY =
      Memory.of(
              new Scope(List.of(Glob.parse("/etc/app/*")), List.of(Glob.parse("/etc/app/*.bak"))),
              new Snapshot(
                  new TreeMap<>(Map.of("/etc/app/a%20b", "11:0644:0:0", "/etc/app/c", "22"))))
          .withRefused(Optional.of("33"))
          .withBegun("44");

  @TempDir private Path directory;
  private Path path = Path.of("/");

  @BeforeEach
  void write() throws IOException {
    path = directory.resolve("app");
    file().write(MEMORY);
  }

  @Test
  void itIsReadAsItWasWritten() throws IOException {
    assertThat(file().read()).contains(MEMORY);
  }

  @ParameterizedTest
  @CsvSource({
    "22, 23",
    "app/c, app/d",
    "'file 22 /etc/app/c\n', ''",
    "'applied ', 'applied 0'",
    "'begun 44', 'began 44'",
    "'\nfile', '\nfile 55 /etc/app/more\nfile'",
  })
  void anyOtherListOfFilesIsDamage(String written, String damaged) throws IOException {
    Files.writeString(path, Files.readString(path).replace(written, damaged));

    assertThatThrownBy(file()::read)
        .isInstanceOf(MemoryFile.DamagedException.class)
        .hasMessageContaining(path + " is damaged");
  }

  @Test
  void noneOfItsBytesCanBeMissingAtTheEnd() throws IOException {
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length - 1; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertThatThrownBy(file()::read)
          .as("%d bytes", length)
          .isInstanceOf(MemoryFile.DamagedException.class);
    }
  }

  private MemoryFile file() {
    return new MemoryFile(new LinuxPosix(), directory, Path.of("app"));
  }
}
