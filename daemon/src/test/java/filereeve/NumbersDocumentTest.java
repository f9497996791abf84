package filereeve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The numbers that no key sets: times, limits, modes. The test of a component has its own, small
/// ones, and would not notice that production's are wrong. So those are kept in a list, and none is
/// changed by accident: a change of the list is a change of what the daemon does on every host.
class NumbersDocumentTest {
  private static final Path CHECKOUT = Path.of(System.getProperty("filereeve.checkout", ".."));
  private static final Path LIST = CHECKOUT.resolve("daemon/src/test/resources/numbers.txt");
  private static final Path SOURCES = CHECKOUT.resolve("daemon/src/main/java/filereeve");

  /// Numbers of the kernel and of formats are nobody's choice.
  private static final List<String> OF_OTHERS = List.of("posix/", "codec/", "zone/", "demo/");

  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*//.*$");

  private static final Pattern CONSTANT =
      Pattern.compile(
          "static final (?:Duration|int|long|Size|Debounce|RetryPolicy|Limits) ([A-Z_]+)\\s*=\\s*"
              + "([^;]*\\d[^;]*);");

  /// A mode or a time that has no name.
  private static final Pattern INLINE =
      Pattern.compile(
          "\\b0[0-7]{3}\\b|Duration\\.of\\w+\\(\\d[\\d_]*\\)|(?:multiplied|divided)By\\(\\d+\\)");

  @Test
  void theNumbersOfProductionAreThoseOfTheList() throws IOException {
    String current = lines();
    if (System.getProperty("update") != null) {
      Files.writeString(LIST, current);
    }
    assertThat(current)
        .as("a number was changed. If that was meant: mvn test -Dtest=NumbersDocumentTest -Dupdate")
        .isEqualTo(Files.readString(LIST));
  }

  private static String lines() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(SOURCES)) {
      files = all.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
    var lines = new StringBuilder();
    for (Path file : files) {
      String name = SOURCES.relativize(file).toString();
      if (OF_OTHERS.stream().noneMatch(name::startsWith)) {
        String where = name.replace(".java", "").replace('/', '.');
        String code = COMMENT.matcher(Files.readString(file)).replaceAll("");
        CONSTANT
            .matcher(code)
            .results()
            .forEach(r -> lines.append(line(where, r.group(1) + " = " + r.group(2))));
        INLINE
            .matcher(CONSTANT.matcher(code).replaceAll(""))
            .results()
            .forEach(r -> lines.append(line(where, r.group())));
      }
    }
    return lines.toString();
  }

  private static String line(String where, String what) {
    return where + " " + what.replaceAll("\\s+", " ").replace("( ", "(") + "\n";
  }
}
