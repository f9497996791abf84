package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.posix.LinuxPosix;
import filereeve.route.Glob;
import filereeve.testing.Durability;
import filereeve.testing.MemoryTempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a service has applied is believed only if it is what was written.
class DamagedMemoryTest {
  private static final Memory MEMORY =
      new Memory(
          new Scope(List.of(Glob.parse("/etc/web/**")), List.of(Glob.parse("/etc/web/*.swp"))),
          new Snapshot(new TreeMap<>(Map.of("/etc/web/a", "4f2a", "/etc/web/b", "77d0"))),
          Optional.of("91bc"),
          Optional.of("03d1"));

  @TempDir(factory = MemoryTempDir.class)
  private Path directory;

  private MemoryFile file;

  @BeforeEach
  void writeIt() throws IOException {
    file =
        new MemoryFile(
            Durability.of(new LinuxPosix()), directory.resolve("reload"), Path.of("web"));
    file.write(MEMORY);
  }

  @Test
  void whatIsWrittenIsReadBackAndOnlyThisUserCanReadIt() throws IOException {
    assertThat(file.read()).contains(MEMORY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("reload"))))
        .isEqualTo("rwxr-xr-x");
  }

  /// Any other digest than that of the files counts as damage; one of a refused configuration leads
  /// to one more check.
  @Test
  void whateverBitIsFlippedNothingElseCountsAsApplied() throws IOException {
    byte[] written = Files.readAllBytes(file.path());
    for (int at = 0; at < written.length; at++) {
      byte[] damaged = written.clone();
      damaged[at] ^= 1;
      Files.write(file.path(), damaged);
      try {
        assertThat(file.read().orElseThrow().applied())
            .as("byte %d", at)
            .isEqualTo(MEMORY.applied());
      } catch (MemoryFile.DamagedException e) {
        assertThat(e).hasMessageContaining("is damaged");
      }
    }
  }

  @Test
  void aFileThatIsCutShortIsDamaged() throws IOException {
    byte[] written = Files.readAllBytes(file.path());
    for (int length = 0; length < written.length - 1; length++) {
      Files.write(file.path(), Arrays.copyOf(written, length));
      assertThatThrownBy(() -> file.read())
          .as("%d bytes", length)
          .isInstanceOf(MemoryFile.DamagedException.class);
    }
  }
}
