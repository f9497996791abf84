package filereeve.files;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.Mounted;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

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

  private Fstab fstab(String text, Path disk) throws IOException {
    String escaped = disk.toString().replace(" ", "\\040");
    return new Fstab(Files.writeString(dir.resolve("fstab"), text.formatted(escaped)));
  }
}
