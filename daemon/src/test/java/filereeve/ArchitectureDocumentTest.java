package filereeve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The table of packages in `ARCHITECTURE.md`, held against the code.
class ArchitectureDocumentTest {
  /// `| package | what it is | begin at | alone uses |`
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z.]+)` \\| [^|]+ \\| ([^|]+) \\| [^|]*\\|$");

  private static final Pattern TYPE = Pattern.compile("`(\\w+)`");

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

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(checkout("ARCHITECTURE.md"))).results().toList();
  }

  private static Path checkout(String name) {
    return Path.of(System.getProperty("filereeve.checkout", "..")).resolve(name);
  }
}
