package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.app.Kinds;
import filereeve.schema.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each `bad-config/*.yaml` has its whole report beside it, in `*.expected`. With `-Dupdate` the
/// reports are written instead of compared: then read them.
class BadConfigTest {
  private static final Path CORPUS = Checkout.file("daemon/src/test/resources/bad-config");
  private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "s3cret", "EMPTY", "");

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reportsAllThatIsWrong(String name) throws IOException {
    String report = report(CORPUS.resolve(name + ".yaml"));
    Path expected = CORPUS.resolve(name + ".expected");
    Checkout.update(expected, report);
    assertThat(report).isEqualTo(Files.readString(expected));
    assertThat(report).doesNotContain("s3cret", "Exception", "tools.jackson", "snakeyaml");
  }

  @Test
  void theCorpusIsLarge() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(70);
  }

  private static String report(Path file) {
    return switch (Loading.loader(Kinds.ALL, ENVIRONMENT).load(file)) {
      case Loaded.Unfinished unfinished -> throw new AssertionError(unfinished);
      case Loaded.Silent silent -> throw new AssertionError(silent);
      case Loaded.Good good -> "good, hints: " + lines(good.hints());
      case Loaded.Bad bad -> lines(bad.problems());
    };
  }

  private static String lines(List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.toString().replace(CORPUS + "/", "") + "\n")
        .collect(Collectors.joining());
  }
}
