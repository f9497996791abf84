package filereeve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The decision records have one form and are numbered without a gap, and what refers to one finds
/// it.
class DecisionsDocumentTest {
  private static final Path CHECKOUT = Path.of(System.getProperty("filereeve.checkout", ".."));
  private static final Path RECORDS = CHECKOUT.resolve("docs/decisions");

  private static final Pattern FORM =
      Pattern.compile(
          """
          # (?<number>[1-9][0-9]*)\\. \\S.*

          \\*\\*Decision\\.\\*\\* (?s:.+)

          \\*\\*Why\\.\\*\\* (?s:.+)

          \\*\\*Price\\.\\*\\* (?s:.+)
          """);

  private static final Pattern REFERENCE =
      Pattern.compile("docs/decisions/([0-9]{4})|\\((0[0-9]{3})\\)");

  @Test
  void allHaveOneFormAndTheirNumber() throws IOException {
    for (Path record : records()) {
      String name = String.valueOf(record.getFileName());
      var form = FORM.matcher(Files.readString(record));

      assertThat(form.matches()).as("%s: a title, Decision, Why, Price", name).isTrue();
      assertThat(name).matches("%04d-[a-z0-9-]+\\.md".formatted(number(form.group("number"))));
    }
  }

  @Test
  void theNumbersHaveNoGap() throws IOException {
    List<Integer> numbers = numbers();

    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
  }

  @Test
  void whatRefersToOneFindsIt() throws IOException {
    for (Path root : List.of(CHECKOUT.resolve("docs"), CHECKOUT.resolve("daemon/src/main/java"))) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(f -> f.toString().matches(".*\\.(java|md)")).toList()) {
          assertThat(REFERENCE.matcher(Files.readString(file)).results().map(this::referred))
              .as(file.toString())
              .isSubsetOf(numbers());
        }
      }
    }
  }

  private int referred(MatchResult reference) {
    return number(reference.group(1) == null ? reference.group(2) : reference.group(1));
  }

  private static List<Integer> numbers() throws IOException {
    return records().stream()
        .map(record -> number(String.valueOf(record.getFileName()).substring(0, 4)))
        .toList();
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  private static List<Path> records() throws IOException {
    try (Stream<Path> files = Files.list(RECORDS)) {
      return files.sorted().toList();
    }
  }
}
