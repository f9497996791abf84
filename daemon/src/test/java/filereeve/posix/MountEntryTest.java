package filereeve.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountEntryTest {
  @Test
  void everyPartOfALineIsRead() {
    assertThat(
            entries("40 22 0:35 /part /srv/a\\040b ro,noatime shared:2 master:3 - nfs4 h:/x rw\n"))
        .containsExactly(
            new MountEntry(
                40,
                "22",
                "0:35",
                Path.of("/part"),
                Path.of("/srv/a b"),
                Set.of("ro", "noatime"),
                "nfs4",
                Set.of("rw")));
  }

  @Test
  void aCarriageReturnInANameEndsNoLine() {
    assertThat(entries("40 22 0:35 / /home/me/a\rb rw - fuse f rw\n"))
        .extracting(MountEntry::point)
        .containsExactly(Path.of("/home/me/a\rb"));
  }

  @Test
  void whatIsNoLineIsLeftOut() {
    assertThat(entries("\n1 2\nx 22 0:35 / / rw - ext4 /dev/vda rw\n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"rw, rw, false", "ro, rw, true", "ro, ro, false", "rw, ro, false"})
  void aReadOnlyMountIsNoReadOnlyFilesystem(String mount, String filesystem, boolean alone) {
    var entry =
        entries(
            "40 22 8:1 / /srv %s,nosuid - ext4 /dev/vda %s,discard\n".formatted(mount, filesystem));
    assertThat(entry).extracting(MountEntry::isAloneReadOnly).containsExactly(alone);
  }

  @Test
  void thisProcessHasARoot() throws IOException {
    assertThat(MountEntry.all()).extracting(MountEntry::point).contains(Path.of("/"));
  }

  private static List<MountEntry> entries(String text) {
    return MountEntry.parse(text.getBytes(UTF_8));
  }
}
