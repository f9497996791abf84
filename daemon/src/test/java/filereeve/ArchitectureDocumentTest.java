package filereeve;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.dispatch.Lane;
import filereeve.files.TempNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tables and lists of `ARCHITECTURE.md`, held against the code.
class ArchitectureDocumentTest {
  /// `| package | what it is | begin at | alone uses |`
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z.]+)` \\| [^|]+ \\| ([^|]+) \\| [^|]*\\|$");

  /// A file that the trial did not make.
  private static final Pattern PLACE =
      Pattern.compile("`((?:daemon|config|docs)/[\\w./]+\\.\\w+)`");

  private static final Pattern TYPE = Pattern.compile("`(\\w+)`");

  /// A process, a directory, and a man page.
  private static final Set<String> NO_THREADS = Set.of("thaw", "demo", "events");

  @Test
  void thePackagesStandInTheirOrder() throws IOException {
    List<String> packages = rows().stream().map(row -> row.group(1)).toList();

    var levels = new ArrayList<Set<String>>();
    int from = 0;
    for (Set<String> level : PackageOrderTest.ORDER) {
      int to = Math.min(packages.size(), from + level.size());
      levels.add(Set.copyOf(packages.subList(from, to)));
      from = to;
    }
    assertThat(levels).isEqualTo(PackageOrderTest.ORDER);
    assertThat(packages).hasSize(from);
  }

  @Test
  void theTypesToBeginAtExist() throws IOException {
    var missing = new TreeSet<Path>();
    for (MatchResult row : rows()) {
      Path directory =
          checkout("daemon/src/main/java/filereeve").resolve(row.group(1).replace('.', '/'));
      TYPE.matcher(row.group(2))
          .results()
          .map(type -> directory.resolve(type.group(1) + ".java"))
          .filter(file -> !Files.exists(file))
          .forEach(missing::add);
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void theLanesAreNamed() throws IOException {
    String sentence = between("a worker of its `Lane`:", ". ");

    assertThat(names(Pattern.compile("\\b[A-Z]{2,}\\b"), sentence)).isEqualTo(lanes(name -> name));
  }

  @Test
  void theThreadsOfTheTableAreThoseOfTheCode() throws IOException {
    String table = between("## Threads", "\n## ");
    Set<String> code = threads();
    code.addAll(lanes(name -> name.toLowerCase(Locale.ROOT)));

    assertThat(names(Pattern.compile("`(?:filereeve)?-([a-z]+)[-`]"), table)).isEqualTo(code);
  }

  @Test
  void everyPurposeOfATemporaryFileIsOnDisk() throws IOException {
    String rows = between("| `.NAME.", "\n## ");

    assertThat(names(Pattern.compile("`(?:\\.NAME\\.filereeve)?-([a-z]+)`"), rows))
        .isEqualTo(
            Stream.of(TempNames.Purpose.values())
                .map(purpose -> purpose.name().toLowerCase(Locale.ROOT))
                .collect(toCollection(TreeSet::new)));
  }

  private static Set<String> lanes(UnaryOperator<String> spelling) {
    return Stream.of(Lane.values())
        .map(Lane::name)
        .map(spelling)
        .collect(toCollection(TreeSet::new));
  }

  /// The first words of the names that threads get in the code.
  private static Set<String> threads() throws IOException {
    Pattern name = Pattern.compile("\"filereeve-([a-z]+)[-\"]");
    var threads = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(checkout("daemon/src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        threads.addAll(names(name, Files.readString(file)));
      }
    }
    threads.removeAll(NO_THREADS);
    return threads;
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(match.groupCount()))
        .collect(toCollection(TreeSet::new));
  }

  /// What is between two texts; the beginning included.
  private static String between(String begin, String end) throws IOException {
    String document = Files.readString(checkout("ARCHITECTURE.md"));
    int from = document.indexOf(begin);
    assertThat(from).as(begin).isNotNegative();
    return document.substring(from, document.indexOf(end, from + begin.length()));
  }

  @Test
  void thePlacesOfANewKeyOrKindExist() throws IOException {
    String document = Files.readString(checkout("ARCHITECTURE.md"));
    List<Path> places =
        PLACE
            .matcher(document.substring(document.indexOf("## To add a kind of rule")))
            .results()
            .map(place -> checkout(place.group(1)))
            .toList();
    assertThat(places).hasSizeGreaterThan(8).allMatch(Files::exists);
  }

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(checkout("ARCHITECTURE.md"))).results().toList();
  }

  private static Path checkout(String name) {
    return Path.of(System.getProperty("filereeve.checkout", "..")).resolve(name);
  }
}
