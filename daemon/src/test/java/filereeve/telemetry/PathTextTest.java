package filereeve.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTextTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "file:///var/log/app.log,      /var/log/app.log",
        "file:///a%20b%25,             /a b%",
        "file:///%C3%BC,               /ü",
        "file:///%F0%9F%98%80,         /😀",
        "file:///a%0Ab%1B,             /a\\x0ab\\x1b",
        "file:///a%FFb,                /a\\xffb",
        "file:///%C3,                  /\\xc3",
        "file:///%E2%82/x,             /\\xe2\\x82/x",
        "file:///%ED%A0%80,            /\\xed\\xa0\\x80",
        "file:///a%5Cxff,              /a\\\\xff",
        "file:///%E2%80%AEtxt,         /\\xe2\\x80\\xaetxt",
        "file:///%EF%BF%BD,            /�",
        "file:///,                     /",
      })
  void everyByteOfANameCanBeReadBack(URI name, String text) {
    assertThat(PathText.of(Path.of(name))).isEqualTo(text);
  }

  @Test
  void aRelativePathStaysRelative() {
    Path bad = Path.of(URI.create("file:///a%FFb")).getFileName();
    assertThat(PathText.of(bad)).isEqualTo("a\\xffb");
    assertThat(PathText.of(Path.of("x/ü"))).isEqualTo("x/ü");
  }

  @Test
  void anExistingDirectoryHasNoSlashAtItsEnd(@TempDir Path temp) throws Exception {
    Path directory = Files.createDirectory(temp.resolve("ü"));
    assertThat(PathText.of(directory)).isEqualTo(directory.toString());
  }
}
