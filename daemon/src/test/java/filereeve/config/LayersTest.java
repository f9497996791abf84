package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.kind.rotate.RotateKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which source wins, and how each is told from the others.
class LayersTest {
  private static final String RULE = "{files: [/%s], when: {size: 1 MiB}, keep: {files: 1}}\n";

  @TempDir private Path directory;

  @Test
  void includesAreReadInTheOrderOfTheirNamesAndWinOverTheMainFile() {
    var loading =
        with(Map.of())
            .with(
                "filereeve.yaml",
                "version: 1\ninclude: [conf.d/*.yaml]\ndaemon: {workers: 3, queue_limit: 500}\n")
            .with("conf.d/20-late.yaml", "daemon: {workers: 5}\n")
            .with(
                "conf.d/10-early.yaml",
                "daemon: {workers: 4}\nrotate:\n  a: " + RULE.formatted("a"))
            .with("conf.d/ignored.txt", "- junk");
    assertThat(loading.settings().daemon().workers()).isEqualTo(5);
    assertThat(loading.settings().daemon().queueLimit()).isEqualTo(500);
    assertThat(loading.settings().rules(new RotateKind())).hasSize(1);
    assertThat(loading.settings().files())
        .extracting(file -> directory.relativize(file).toString())
        .containsExactly("filereeve.yaml", "conf.d/10-early.yaml", "conf.d/20-late.yaml");
    assertThat(loading.settings().includeGlobs()).containsExactly(directory + "/conf.d/*.yaml");
  }

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

  @Test
  void theProfileWinsOverIncludesAndChangesRules() {
    var loading =
        with(Map.of("FILEREEVE_PROFILE", "prod"))
            .with(
                "filereeve.yaml",
                "version: 1\ninclude: [a.yaml]\nrotate:\n  a: " + RULE.formatted("a"))
            .with("a.yaml", "daemon: {workers: 4}\n")
            .with(
                "filereeve.prod.yaml",
                "daemon: {workers: 8}\nrotate:\n  a: {keep: {files: 9}}\n  b: "
                    + RULE.formatted("b"));
    assertThat(loading.settings().daemon().workers()).isEqualTo(8);
    assertThat(loading.settings().rules(new RotateKind()))
        .extracting(
            rule -> rule.name() + " " + rule.settings().archives().keep().files().getAsInt())
        .containsExactly("rotate.a 9", "rotate.b 1");
  }

  @Test
  void aProfileWithoutItsFileIsAnError() {
    var main = Map.of("FILEREEVE_PROFILE", "prod");
    assertThat(with(main).with("filereeve.yaml", "version: 1\n").problems())
        .containsExactly(
            "FILEREEVE_PROFILE: there is no filereeve.prod.yaml. Create it, or unset the"
                + " variable.");
  }

  @Test
  void aProfileIsANameNotAPath() {
    var main = Map.of("FILEREEVE_PROFILE", "../../secret");
    assertThat(with(main).with("filereeve.yaml", "version: 1\n").problems())
        .containsExactly(
            "FILEREEVE_PROFILE: its value is not the name of a profile."
                + " Use letters, digits, '-' and '_'.");
  }

  @Test
  void whatALaterLayerReplacesMustBeRightToo() {
    assertThat(
            with(Map.of("FILEREEVE_PROFILE", "prod"))
                .with("filereeve.yaml", "version: 1\ndaemon: {workers: many}\n")
                .with("filereeve.prod.yaml", "daemon: {workers: 8}\n")
                .problems())
        .singleElement()
        .asString()
        .startsWith("filereeve.yaml:2:19: daemon.workers: \"many\" is text");
  }

  @Test
  void theEnvironmentWinsOverAllFiles() {
    var environment =
        Map.of(
            "FILEREEVE__DAEMON__WORKERS", "7",
            "FILEREEVE__DEFAULTS__DEBOUNCE__QUIET", "9s",
            "FILEREEVE__ROTATE__WEB_LOGS_1__KEEP__FILES", "3",
            "FILEREEVE__ROTATE__WEB_LOGS_1__FILES", "[/x, /y]",
            "FILEREEVE__ROTATE__WEB_LOGS_1__COMPRESS__LEVEL", "5",
            "FILEREEVE__ROTATE__WEB_LOGS_1__SCHEDULE__CRON", "@daily");
    var loading =
        with(environment)
            .with(
                "filereeve.yaml",
                "version: 1\ndaemon: {workers: 3}\nrotate:\n  web-logs.1: " + RULE.formatted("a"));
    assertThat(loading.settings().daemon().workers()).isEqualTo(7);
    var rule = loading.settings().rules(new RotateKind()).getFirst();
    assertThat(rule.settings().files()).hasSize(2);
    assertThat(rule.settings().archives().keep().files()).hasValue(3);
    assertThat(rule.settings().archives().compress().toString()).contains("Fixed[value=5]");
    assertThat(rule.schedule().toString()).contains("@daily");
    assertThat(loading.effective()).contains("quiet: 9s  # FILEREEVE__DEFAULTS__DEBOUNCE__QUIET\n");
  }

  @Test
  void variablesThatNameNothingAreErrorsWithTheVariableAsTheirPlace() {
    var environment =
        Map.of(
            "FILEREEVE__DAEMON__WORKRES", "7",
            "FILEREEVE__DAEMON__WORKERS__MORE", "7",
            "FILEREEVE__DAEMON__METRICS", "{}",
            "FILEREEVE__ROTATE__NOBODY__INTO", "x",
            "FILEREEVE__ROTATE__A_B__INTO", "x",
            "FILEREEVE__ROTATE", "{}",
            "FILEREEVE__", "x",
            "FILEREEVE__DEFAULTS__RESCAN", "s3cret",
            "FILEREEVE__DEFAULTS__RETRY", "{attempts: [");
    var problems =
        with(environment)
            .with(
                "filereeve.yaml",
                "version: 1\nrotate:\n  a-b: "
                    + RULE.formatted("a")
                    + "  a_b: "
                    + RULE.formatted("b"))
            .problems();
    String remedy =
        "A variable changes one key of a rule that is defined in a file; write its name in capitals"
            + " with _ for dash and dot.";
    assertThat(problems)
        .containsExactly(
            "FILEREEVE__: it names no key of the configuration. Correct the variable, or unset it.",
            "FILEREEVE__DAEMON__METRICS: daemon: `metrics` is not supported by this version yet."
                + " Unset the variable.",
            "FILEREEVE__DAEMON__WORKERS__MORE: daemon.workers: `daemon.workers` has no keys inside."
                + " Correct the variable, or unset it.",
            "FILEREEVE__DAEMON__WORKRES: daemon: it names no key of `daemon`; did you mean"
                + " FILEREEVE__DAEMON__WORKERS? Correct the variable, or unset it.",
            "FILEREEVE__DEFAULTS__RESCAN: defaults.rescan: its value is not a duration such as 30s."
                + " Write a number and a unit, such as \"30s\" or \"1h30m\".",
            "FILEREEVE__DEFAULTS__RETRY: the file ends inside of `[` or `{`. Close it with `]` or"
                + " `}`.",
            "FILEREEVE__ROTATE: rotate: it would replace all rules. Name a rule and a key, as in"
                + " FILEREEVE__ROTATE__NAME__KEY.",
            "FILEREEVE__ROTATE__A_B__INTO: rotate: it matches more than one rule. " + remedy,
            "FILEREEVE__ROTATE__NOBODY__INTO: rotate: no file has a rule of this name. " + remedy);
  }

  @Test
  void variablesInsideOfValuesAreReplaced() {
    var environment = Map.of("DIR", "/srv", "N", "6", "EMPTY", "", "ON", "false");
    var loading =
        with(environment)
            .with(
                "filereeve.yaml",
                """
                version: 1
                daemon:
                  state_dir: ${DIR}/state${EMPTY:-/x}$${y}$z
                  workers: ${N}
                  compress_workers: ${NONE:-3}
                  reload_on_change: ${ON:?say ON}
                defaults: {rescan: "${N}m"}
                rotate:
                  a: {files: ["${DIR}/*.log"], when: {age: 1d}, keep: {files: "${N}"}}
                """);
    Settings settings = loading.settings();
    assertThat(settings.daemon().stateDir()).hasToString("/srv/state/x${y}$z");
    assertThat(settings.daemon().workers()).isEqualTo(6);
    assertThat(settings.daemon().compressWorkers()).isEqualTo(3);
    assertThat(settings.daemon().reloadOnChange()).isFalse();
    assertThat(settings.rules(new RotateKind()).getFirst().rescan())
        .isEqualTo(Duration.ofMinutes(6));
  }

  private Loading with(Map<String, String> environment) {
    return new Loading(directory, environment);
  }
}
