package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.kind.rotate.RotateKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
