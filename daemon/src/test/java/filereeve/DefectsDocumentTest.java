package filereeve;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The seeded defects of `.ci/defects`: each breaks a promise of the guarantees, each promise has
/// one, and the tests that must notice it exist. That they do notice it says `.ci/defects/run`.
class DefectsDocumentTest {
  private static final Path CHECKOUT = Path.of(System.getProperty("filereeve.checkout", ".."));
  private static final Path DOCUMENT = CHECKOUT.resolve("docs/defects.md");
  private static final String FIRST_TABLE = "## 1. ";

  private static final Pattern FORM =
      Pattern.compile(
          """
          Promise: (?<promise>[1-9]\\. .+|Trust)
          Defect: (?<defect>.+)
          Test: (?<tests>\\w+\\.\\w+(?:, \\w+\\.\\w+)*)

          diff --git a/(?<file>\\S+) (?s:.+)\
          """);

  private record Defect(String name, String promise, String what, List<String> tests) {}

  @Test
  void eachBreaksAPromiseOfTheGuaranteesAndEachPromiseHasOne() throws IOException {
    var broken = new TreeSet<String>();
    for (Defect defect : defects()) {
      broken.add(defect.promise);
    }
    assertThat(broken).containsExactlyInAnyOrderElementsOf(promises());
  }

  @Test
  void theTestsThatMustNoticeThemExist() throws IOException {
    var tests = new TestSources(CHECKOUT);
    for (Defect defect : defects()) {
      assertThat(defect.tests).as(defect.name).allMatch(tests::has);
    }
  }

  @Test
  void theDocumentNamesThemSideBySide() throws IOException {
    String document = Files.readString(DOCUMENT);
    String current = document.substring(0, document.indexOf(FIRST_TABLE)) + tables();
    if (System.getProperty("update") != null) {
      Files.writeString(DOCUMENT, current);
    }
    assertThat(Files.readString(DOCUMENT))
        .as("docs/defects.md is not current: mvn test -Dtest=DefectsDocumentTest -Dupdate")
        .isEqualTo(current);
  }

  private static List<String> promises() throws IOException {
    return Files.readAllLines(CHECKOUT.resolve("docs/guarantees.md")).stream()
        .filter(line -> line.matches("## ([1-9]\\. .*|Trust)"))
        .map(line -> line.substring("## ".length()))
        .toList();
  }

  private static String tables() throws IOException {
    var tables = new StringBuilder();
    for (String promise : promises()) {
      tables.append(tables.isEmpty() ? "" : "\n").append("## ").append(promise).append("\n\n");
      tables.append("| defect | what was done | tests that fail |\n|---|---|---|\n");
      defects().stream()
          .filter(defect -> defect.promise.equals(promise))
          .map(DefectsDocumentTest::row)
          .forEach(tables::append);
    }
    return tables.toString();
  }

  private static String row(Defect defect) {
    return "| `%s` | %s | %s |\n"
        .formatted(
            defect.name,
            defect.what,
            defect.tests.stream().map(test -> "`" + test + "`").collect(joining(", ")));
  }

  private static List<Defect> defects() throws IOException {
    var defects = new ArrayList<Defect>();
    try (Stream<Path> files = Files.list(CHECKOUT.resolve(".ci/defects"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".patch")).sorted().toList()) {
        defects.add(defect(file));
      }
    }
    return defects;
  }

  private static Defect defect(Path file) throws IOException {
    Matcher form = FORM.matcher(Files.readString(file));
    assertThat(form.matches()).as("%s: Promise, Defect, Test, a blank line, a diff", file).isTrue();
    String name = String.valueOf(file.getFileName());
    assertThat(CHECKOUT.resolve(form.group("file"))).as(name).exists();
    return new Defect(
        name.substring(0, name.length() - ".patch".length()),
        form.group("promise"),
        form.group("defect"),
        Arrays.asList(form.group("tests").split(", ")));
  }
}
