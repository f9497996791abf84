package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which files an include finds; what looks like a lost file is an error, so that no rule is
/// dropped unnoticed.
class IncludesTest {
  @TempDir private Path directory;

  @Test
  void anIncludeMayFindNothingYetAndNeverTheMainFileOrItsProfiles() {
    var loading =
        with(Map.of())
            .with("filereeve.yaml", "version: 1\ninclude: ['*.yaml', 'none/**/*.yaml']\n")
            .with("filereeve.test.yaml", "daemon: {workers: 9}\n")
            .with("other.yaml", "daemon: {workers: 3}\n")
            .with("none/yet.txt", "");
    assertThat(loading.settings().daemon().workers()).isEqualTo(3);
    assertThat(loading.settings().files()).hasSize(2);
  }

  @Test
  void aLinkAmongTheIncludesThatLeadsNowhereIsAnError() throws IOException {
    var loading =
        with(Map.of())
            .with("filereeve.yaml", "version: 1\ninclude: [conf.d/*.yaml, sites/*/app.yaml]\n")
            .with("conf.d/a.yaml", "daemon: {workers: 3}\n")
            .with("sites/a/app.yaml", "daemon: {workers: 4}\n");
    Files.createSymbolicLink(directory.resolve("conf.d/app.yaml"), Path.of("../gone/app.yaml"));
    Files.createSymbolicLink(directory.resolve("conf.d/.#app.yaml"), Path.of("me@host.1"));
    Files.createSymbolicLink(directory.resolve("sites/b"), Path.of("../gone"));
    assertThat(loading.problems())
        .containsExactly(
            "filereeve.yaml:2:11: include: the link conf.d/app.yaml leads nowhere. Restore what it"
                + " leads to, or remove it.",
            "filereeve.yaml:2:26: include: the link sites/b leads nowhere. Restore what it leads"
                + " to, or remove it.");
  }

  @Test
  void belowTwoStarsItIsAnErrorTooWhereADirectoryCouldBe() throws IOException {
    var loading =
        with(Map.of())
            .with("filereeve.yaml", "version: 1\ninclude: ['inc/**/app.yaml']\n")
            .with("inc/a/app.yaml", "daemon: {workers: 4}\n");
    Files.createSymbolicLink(directory.resolve("inc/a/.#app.yaml"), Path.of("me@host.1"));
    assertThat(loading.good().hints()).isEmpty();
    Files.createSymbolicLink(directory.resolve("inc/b"), Path.of("../gone"));
    assertThat(loading.problems())
        .containsExactly(
            "filereeve.yaml:2:11: include: the link inc/b leads nowhere. Restore what it leads to,"
                + " or remove it.");
  }

  @Test
  void aDirectoryTooDeepToBeSearchedIsAnError() {
    var loading =
        with(Map.of())
            .with("filereeve.yaml", "version: 1\ninclude: ['inc/**/*.yaml']\n")
            .with("inc/" + "d/".repeat(16) + "app.yaml", "daemon: {workers: 4}\n");
    assertThat(loading.problems())
        .singleElement()
        .asString()
        .endsWith("/d is more than 16 directories deep. Move it up, or name its directory.");
  }

  /// Such as without permission; the superuser cannot either where the path is too long.
  @Test
  void whatCannotBeReadIsAnError() throws IOException {
    var loading =
        with(Map.of())
            .with("filereeve.yaml", "version: 1\ninclude: ['inc/**/*.yaml']\n")
            .with("inc/" + "d/".repeat(16) + "app.yaml", "daemon: {workers: 4}\n");
    Path tooLong = Path.of("d".repeat(255));
    Path deepest = directory.resolve("inc/" + "d/".repeat(16));
    for (Path each = deepest; !each.endsWith("inc"); each = each.resolveSibling("")) {
      Files.move(each, each.resolveSibling(tooLong));
    }
    try {
      assertThat(loading.problems())
          .singleElement()
          .asString()
          .startsWith("filereeve.yaml:2:11: include: cannot read inc/ddd");
    } finally { // else nobody could remove them
      for (Path each = directory.resolve("inc/d"); !each.equals(deepest.resolve("d")); ) {
        Files.move(each.resolveSibling(tooLong), each);
        each = each.resolve("d");
      }
    }
  }

  @Test
  void aDirectoryThatAPatternNamesMustExist() {
    var loading = with(Map.of()).with("filereeve.yaml", "version: 1\ninclude: ['none/*.yaml']\n");
    assertThat(loading.problems())
        .containsExactly(
            "filereeve.yaml:2:11: include: the directory none does not exist. Create it: mkdir"
                + " none. Or remove the pattern.");
  }

  @Test
  void aPatternThatMatchesNothingIsAHint() {
    var loading = with(Map.of()).with("filereeve.yaml", "version: 1\ninclude: ['*.yml']\n");
    assertThat(loading.good().hints())
        .extracting(hint -> hint.message())
        .containsExactly("\"*.yml\" matches nothing: no file has such a name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", " \n\n"})
  void anEmptyFileIsAnErrorSinceItMayHaveHeldRules(String empty) {
    var loading =
        with(Map.of("FILEREEVE_PROFILE", "prod"))
            .with("filereeve.yaml", "version: 1\ninclude: ['conf.d/*.yaml']\n")
            .with("filereeve.prod.yaml", empty)
            .with("conf.d/a.yaml", empty);
    String why =
        ": the file is empty, as a copy onto a full disk is. Restore it, write a comment into it,"
            + " or remove it.";
    assertThat(loading.problems())
        .containsExactly("conf.d/a.yaml" + why, "filereeve.prod.yaml" + why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"# nothing yet\n", "---\n", "rotate:\n  # app: {}\n", "{}\n"})
  void aFileThatSaysItHoldsNothingIsFine(String nothing) {
    with(Map.of())
        .with("filereeve.yaml", "version: 1\ninclude: ['conf.d/*.yaml']\n")
        .with("conf.d/a.yaml", nothing)
        .good();
  }

  @Test
  void aPatternThatNamesFarTooMuchIsAnError() {
    var loading = with(Map.of()).with("filereeve.yaml", "version: 1\ninclude: ['a/**']\n");
    for (int i = 0; i <= 1000; i++) {
      loading.with("a/" + i, "");
    }
    assertThat(loading.problems())
        .containsExactly(
            "filereeve.yaml:2:11: include: the pattern leads to more than 1000 files. Name only the"
                + " configuration's own.");
  }

  @Test
  void includesMayBeDeepAndAbsolute() {
    var loading =
        with(Map.of())
            .with(
                "filereeve.yaml",
                "version: 1\ninclude: ['a/**/*.yaml', '%s/x[0-9].yaml']\n".formatted(directory))
            .with("a/b/c/deep.yaml", "daemon: {workers: 3}\n")
            .with("x1.yaml", "daemon: {compress_workers: 3}\n");
    assertThat(loading.settings().daemon().workers()).isEqualTo(3);
    assertThat(loading.settings().daemon().compressWorkers()).isEqualTo(3);
  }

  private Loading with(Map<String, String> environment) {
    return new Loading(directory, environment);
  }
}
