package filereeve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What `docs/guarantees.md` calls its proof is there: a test with a name that is misspelt or was
/// changed proves nothing.
class GuaranteesDocumentTest {
  private static final Path CHECKOUT = Path.of(System.getProperty("filereeve.checkout", ".."));
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
  private static final Pattern SCRIPT = Pattern.compile("`((?:benchmarks|systemd)/[\\w/]+)`");

  @Test
  void everyTestThatItNamesExists() throws IOException {
    Map<String, String> sources = sources();
    List<MatchResult> tests = TEST.matcher(document()).results().toList();

    var missing = new TreeSet<String>();
    for (MatchResult test : tests) {
      if (!sources.getOrDefault(test.group(1), "").contains("  void " + test.group(2) + "(")) {
        missing.add(test.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(tests).hasSizeGreaterThan(50);
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

  /// By the name of the class.
  private static Map<String, String> sources() throws IOException {
    var sources = new HashMap<String, String>();
    try (Stream<Path> files = Files.walk(CHECKOUT.resolve("daemon/src/test/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
        String name = String.valueOf(file.getFileName());
        sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
      }
    }
    return sources;
  }
}
