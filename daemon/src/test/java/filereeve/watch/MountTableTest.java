package filereeve.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountTableTest {
  private static final String ROOT = "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n";

  @Test
  void readsTheKernelsTable() {
    MountTable table =
        table(
            ROOT
                + "40 22 0:35 /part /srv/nfs rw shared:2 master:3 - nfs4 host:/x rw\n"
                + "41 22 0:36 / /srv/a\\040b\\134c\\012 rw - fuse.sshfs u@h:/ rw\n");

    assertThat(table.shared()).containsOnlyKeys(Path.of("/srv/nfs"), Path.of("/srv/a b\\c\n"));
    assertThat(table.sharedType(Path.of("/srv/nfs/deep/er"))).isEqualTo("nfs4");
    assertThat(table.sharedType(Path.of("/srv/nfsx"))).isNull();
  }

  @Test
  void readsPointsThatAreNotUtf8() {
    MountTable table = MountTable.parse(bytes(ROOT + "40 22 0:35 / /mnt/\u00ff rw - nfs h:/ rw\n"));

    assertThat(table.shared()).containsOnlyKeys(Path.of(URI.create("file:///mnt/%ff")));
  }

  @Test
  void theLastMountAtAPointIsTheOneThatIsSeen() {
    MountTable table =
        table(ROOT + "40 22 0:35 / /m rw - nfs h:/ rw\n41 40 0:36 / /m rw - tmpfs t rw\n");

    assertThat(table.shared()).isEmpty();
    assertThat(table.sharedType(Path.of("/m/x"))).isNull();
  }

  @Test
  void whatIsMountedOrUnmountedChangesItsPointAndWhatIsBelowIsInThat() {
    MountTable before = table(ROOT + "40 22 0:35 / /a rw - tmpfs t rw\n");
    MountTable after =
        table(ROOT + "41 22 0:36 / /b rw - tmpfs t rw\n" + "42 41 0:37 / /b/c rw - tmpfs t rw\n");

    assertThat(before.changed(after)).containsExactlyInAnyOrder(Path.of("/a"), Path.of("/b"));
    assertThat(after.changed(after)).isEmpty();
  }

  @Test
  void otherOptionsAreNoOtherMount() {
    MountTable after = table(ROOT.replace("rw,relatime", "ro,relatime"));

    assertThat(table(ROOT).changed(after)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, false",
    "overlay, false",
    "fuseblk, false",
    "fuse.fuse-overlayfs, false",
    "fuse, true",
    "fuse.bindfs, true",
    "nfs4, true",
    "cifs, true",
    "smb3, true",
    "9p, true",
    "virtiofs, true",
    "ceph, true"
  })
  void knowsWhatOtherHostsCanChange(String type, boolean shared) {
    assertThat(MountTable.isShared(type)).isEqualTo(shared);
  }

  private static MountTable table(String text) {
    return MountTable.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
