package filereeve.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.MountEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the mounts of a sandbox close. The table is that of a service under systemd 252, with the
/// directory of the test as its root.
class ConfinementTest {
  private static final String MOUNTS =
      """
      277 241 254:0 / / ro,nosuid,relatime shared:41 - ext4 /dev/vda rw,discard
      286 277 0:46 /systemd/inaccessible/dir /home ro,nosuid,nodev,noexec - tmpfs tmpfs rw,mode=755
      287 286 254:0 /home/app/logs /home/app/logs rw,nosuid,relatime - ext4 /dev/vda rw,discard
      311 277 254:0 /tmp/systemd-private-59-filereeve.service-B9/tmp /tmp rw - ext4 /dev/vda rw
      318 277 254:0 /var/log /var/log rw,nosuid - ext4 /dev/vda rw,discard
      319 277 254:1 / /mnt/cd ro,nosuid - iso9660 /dev/sr0 ro
      320 277 254:2 / /mnt/two ro - ext4 /dev/vdb rw
      321 320 254:3 / /mnt/two rw - ext4 /dev/vdc rw
      """;

  private static final String READ_ONLY = "the sandbox of the service has it read-only";
  private static final String HIDDEN = "the sandbox of the service hides it";
  private static final String PRIVATE = "the service has a directory of its own in its place";

  @TempDir private Path temp;
  private Path root = Path.of("/");

  @BeforeEach
  void create() throws IOException {
    root = temp.toRealPath();
    for (String path : "home/app/logs tmp var/log/app srv/app mnt/cd mnt/two".split(" ", -1)) {
      Files.createDirectories(root.resolve(path));
    }
    Files.createSymbolicLink(root.resolve("link"), root.resolve("srv"));
    Files.createSymbolicLink(root.resolve("nowhere"), root.resolve("none"));
  }

  @ParameterizedTest
  @CsvSource({
    "srv/app, " + READ_ONLY,
    "link/app, " + READ_ONLY,
    "srv/none,",
    "nowhere/x,",
    "var/log/app,",
    "mnt/cd,",
    "mnt/two,",
    "home/other/logs, " + HIDDEN,
    "home/app/logs,",
    "tmp/app, " + PRIVATE,
    "tmp, " + PRIVATE
  })
  void aDirectoryIsClosedByTheMountThatIsSeenThere(String path, String why) {
    assertThat(confinement().closes(root.resolve(path))).isEqualTo(Optional.ofNullable(why));
  }

  @ParameterizedTest
  @CsvSource({"srv/app,", "home/other/logs, " + HIDDEN, "home/app/logs/a,", "tmp/app, " + PRIVATE})
  void whatIsReadOnlyCanBeRead(String path, String why) {
    assertThat(confinement().hides(root.resolve(path))).isEqualTo(Optional.ofNullable(why));
  }

  @Test
  void withoutAMountTableNothingIsClosed() {
    var nothing = new Confinement(MountEntry.parse(new byte[0]));
    assertThat(nothing.closes(root.resolve("srv/app"))).isEmpty();
  }

  private Confinement confinement() {
    String text = MOUNTS.replaceAll("(?m)^((?:\\S+ ){4})/(\\S*)", "$1" + root + "/$2");
    return new Confinement(MountEntry.parse(text.replace(root + "/ ", root + " ").getBytes(UTF_8)));
  }
}
