package filereeve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What `docs/guarantees.md` calls its proof is there: a test with a name that is misspelt or was
/// changed proves nothing.
class GuaranteesDocumentTest {
  private static final Path CHECKOUT = Path.of(System.getProperty("filereeve.checkout", ".."));
  private static final Pattern TEST = Pattern.compile("`(\\w+Test\\.\\w+)`");
  private static final Pattern SCRIPT = Pattern.compile("`((?:benchmarks|systemd)/[\\w/]+)`");

  @Test
  void everyTestThatItNamesExists() throws IOException {
    var sources = new TestSources(CHECKOUT);
    List<String> tests = TEST.matcher(document()).results().map(test -> test.group(1)).toList();

    assertThat(tests).hasSizeGreaterThan(50).allMatch(sources::has);
  }

  @Test
  void everyScriptThatItNamesExists() throws IOException {
    assertThat(SCRIPT.matcher(document()).results().map(script -> script.group(1)))
        .isNotEmpty()
        .allSatisfy(script -> assertThat(CHECKOUT.resolve(script)).isExecutable());
  }

  private static String document() throws IOException {
    return Files.readString(CHECKOUT.resolve("docs/guarantees.md"));
  }
}
