package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The configurations in the documents: each block of YAML is a whole one, and a good one.
class DocumentedConfigurationsTest {
  private static final Path README = Checkout.file("README.md");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

  /// What `check` says, as the README shows it.
  private static final Pattern REPORT =
      Pattern.compile("(?ms)^```text\n(/etc/filereeve/filereeve.yaml:.*?)^```$");

  @TempDir private Path directory;

  record Block(Path document, String yaml) {}

  static List<Block> blocks() throws IOException {
    var documents = new ArrayList<Path>(List.of(README));
    try (Stream<Path> files = Files.walk(Checkout.file("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    var blocks = new ArrayList<Block>();
    for (Path document : documents) {
      YAML.matcher(Files.readString(document))
          .results()
          .forEach(block -> blocks.add(new Block(document, block.group(1))));
    }
    return blocks;
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void areGoodAndGiveNoHints(Block block) {
    assertThat(load(block.yaml()).good().hints()).isEmpty();
  }

  @Test
  void theReportInTheReadmeIsTheProgramsOwn() throws IOException {
    String good = blocks().getFirst().yaml();
    String bad = good.replace("size: 100 MiB", "size: 100").replace(" unit: app", " units: app");

    var problems = load(bad).problems().stream().map("/etc/filereeve/%s"::formatted).toList();

    assertThat(problems).hasSize(2);
    assertThat(REPORT.matcher(Files.readString(README)).results().map(report -> report.group(1)))
        .containsExactly(String.join("\n", problems) + "\n2 problems\n");
  }

  private Loading load(String yaml) {
    return new Loading(directory, Map.of()).with("filereeve.yaml", yaml);
  }
}
