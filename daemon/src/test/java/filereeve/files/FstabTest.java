package filereeve.files;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import filereeve.testing.Mounted;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NothingLeftOpen.class)
class FstabTest {
  private final Posix posix = new LinuxPosix();

  @TempDir private Path dir;

  @RegisterExtension private final Mounted mounted = new Mounted();

  @Test
  void aDirectoryOnADiskThatIsNotMountedIsRefused() throws Exception {
    Path disk = Files.createDirectory(dir.resolve("the disk"));
    Path archives = Files.createDirectory(disk.resolve("archives"));
    Fstab fstab =
        fstab(
            """
            # a comment, and what is no directory
            UUID=1 / ext4 defaults 0 1
            UUID=2 none swap sw 0 0
            UUID=3 %s ext4 noauto
            """,
            disk);

    for (Path directory : new Path[] {disk, archives, disk.resolve("missing")}) {
      assertThatThrownBy(() -> fstab.requireMounted(posix, directory))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("the disk of %s is not mounted on %s", directory, disk)
          .hasMessageEndingWith("Run: mount " + disk);
    }
    assertThatCode(() -> fstab.requireMounted(posix, dir)).doesNotThrowAnyException();
    assertThatCode(() -> fstab.requireMounted(posix, dir.resolve("the disk 2")))
        .doesNotThrowAnyException();

    mounted.tmpfs(disk);
    assertThatCode(() -> fstab.requireMounted(posix, disk)).doesNotThrowAnyException();
  }

  @Test
  void aHostWithoutThisTableHasNoSuchDisks() {
    Fstab none = new Fstab(dir.resolve("missing"));

    assertThatCode(() -> none.requireMounted(posix, dir)).doesNotThrowAnyException();
  }

  @Test
  void aMountPointThatDoesNotExistIsNotMounted() throws Exception {
    Path disk = dir.resolve("gone");
    Fstab fstab = fstab("UUID=3 %s ext4 noauto", disk);

    assertThatThrownBy(() -> fstab.requireMounted(posix, disk.resolve("archives")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is not mounted on " + disk);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "UUID=3 %s, true",
        "UUID=3\t%s\text4, true",
        "  UUID=3   %s ext4, true",
        "UUID=3, false",
        "%s, false",
        "\"\", false",
        "#UUID=3 %s ext4, false",
        "UUID=3 .%s ext4, false",
      })
  void aLineNamesItsMountPointSecond(String line, boolean names) throws Exception {
    Path disk = dir.resolve("disk");
    Fstab fstab = fstab(line, disk);

    var refused = assertThatCode(() -> fstab.requireMounted(posix, disk));
    if (names) {
      refused.isInstanceOf(RefusedException.class);
    } else {
      refused.doesNotThrowAnyException();
    }
  }

  /// Nothing is refused because the daemon may not read the table, but any other failure is one.
  @ParameterizedTest
  @CsvSource({"EACCES, false", "EIO, true", "EMFILE, true"})
  void aTableThatMayNotBeReadHasNoSuchDisks(Errno errno, boolean fails) throws Exception {
    Fstab fstab = fstab("UUID=3 %s ext4 noauto", dir.resolve("gone"));
    Posix failing = FaultyPosix.of(posix, new Fault.Refuse("openDirectory", errno));

    var result = assertThatCode(() -> fstab.requireMounted(failing, dir));
    if (fails) {
      result.isInstanceOf(PosixException.class);
    } else {
      result.doesNotThrowAnyException();
    }
  }

  private Fstab fstab(String text, Path disk) throws IOException {
    String escaped = disk.toString().replace(" ", "\\040");
    return new Fstab(Files.writeString(dir.resolve("fstab"), text.formatted(escaped)));
  }
}
