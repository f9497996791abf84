package filereeve.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PathBytesTest {
  @Test
  void everyByteIsEncodedAsInAUriAndLeadsBack() {
    for (int each = 1; each < 256; each++) {
      if (each != '/') {
        Path path = PathBytes.toPath(new byte[] {'/', 'd', '/', 'a', (byte) each, 'b'});
        String encoded = PathBytes.encoded(path);
        assertThat(encoded).isEqualTo(path.toUri().getRawPath());
        assertThat(Path.of(URI.create("file://" + encoded))).isEqualTo(path);
      }
    }
  }

  @Test
  void aDirectoryIsEncodedAsAnyOtherName() {
    assertThat(PathBytes.encoded(Path.of("/"))).isEqualTo("/");
    assertThat(PathBytes.encoded(Path.of("/proc"))).isEqualTo("/proc");
  }
}
