package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.app.Kinds;
import filereeve.kind.rotate.RotateKind;
import filereeve.schema.ReferenceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The default configuration and the examples.
class ShippedFilesTest {
  private static final Path DEFAULT = Checkout.file("config/filereeve.yaml");

  @TempDir private Path directory;

  static List<Path> files() throws IOException {
    try (Stream<Path> examples = Files.list(Checkout.file("config/examples"))) {
      return Stream.concat(Stream.of(DEFAULT), examples.sorted()).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void areGoodAndGiveNoHints(Path file) {
    assertThat(Loading.loader(Kinds.ALL, Map.of()).load(file))
        .isInstanceOfSatisfying(
            Loaded.Good.class, good -> assertThat(good.hints()).as("hints").isEmpty());
  }

  @Test
  void theDefaultDoesNothingYet() {
    assertThat(Loading.loader(Kinds.ALL, Map.of()).load(DEFAULT))
        .isInstanceOfSatisfying(
            Loaded.Good.class,
            good -> {
              assertThat(good.settings().rules()).isEmpty();
            });
  }

  @Test
  void theDefaultNamesTheSchemaInItsFirstLine() throws IOException {
    assertThat(Files.readAllLines(DEFAULT))
        .first()
        .isEqualTo("# yaml-language-server: $schema=/usr/share/filereeve/filereeve.schema.json");
  }

  @Test
  void theDefaultIsInTheProgram() throws IOException {
    try (var in = ConfigLoader.class.getResourceAsStream("/filereeve.yaml")) {
      assertThat(in).hasContent(Files.readString(DEFAULT));
    }
  }

  @Test
  void theDefaultIsStillGoodWithItsCommentsRemoved() throws IOException {
    Loading loading =
        new Loading(directory, Map.of())
            .with("filereeve.yaml", uncommented())
            .with("conf.d/more.yaml", "# nothing yet\n");
    assertThat(loading.good().hints()).isEmpty();
    assertThat(loading.settings().rules(new RotateKind())).hasSize(1);
  }

  @Test
  void theDefaultShowsEveryKey() throws IOException {
    String text = uncommented();
    List<String> missing =
        Arrays.stream(ReferenceText.of(new Language(Kinds.ALL).root()).split("\n"))
            .filter(line -> line.startsWith("| `"))
            .filter(line -> line.split(" \\| ", -1).length >= 4) // not the words of other programs
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .filter(key -> !text.matches("(?s).*\\b" + key + ":.*"))
            .filter(key -> !List.of("run", "systemctl", "unit", "every").contains(key))
            .toList();
    assertThat(missing).isEmpty();
  }

  /// The lines that would be YAML without their `# `.
  static String uncommented() throws IOException {
    return Files.readAllLines(DEFAULT).stream()
        .map(
            line -> line.matches("# (?!yaml-)(| +)(# )?[a-z_-]+:(| .*)") ? line.substring(2) : line)
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
