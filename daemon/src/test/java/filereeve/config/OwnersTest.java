package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersTest {
  @TempDir private Path directory;

  @Test
  void equallySpecificGlobsOfTwoRulesThatMeetAreAConflict() {
    var loading =
        load(
            """
            rotate:
              app: {files: [/var/log/a*.log], when: {age: 1d}, keep: {files: 1}}
              all: {files: [/var/log/*b.log], when: {age: 1d}, keep: {files: 1}}
            compress:
              csv: {files: [/var/log/*c.txt]}
            reload:
              nginx: {watch: [/var/log/*b.log], apply: {run: [x]}}
            """);
    assertThat(loading.problems())
        .containsExactly(
            "filereeve.yaml:4:17: rotate.all.files: \"/var/log/*b.log\" can name the same file as"
                + " \"/var/log/a*.log\" of rule rotate.app (filereeve.yaml:3:17), and neither is"
                + " more specific. Let one rule own it: change one of the two.");
  }

  @Test
  void rulesOfTwoKindsCanConflict() {
    var loading =
        load(
            """
            rotate:
              app: {files: [/var/log/a*], when: {age: 1d}, keep: {files: 1}}
            compress:
              all: {files: [/var/log/*b]}
            """);
    assertThat(loading.problems()).hasSize(1);
  }

  @Test
  void globsOfOneRuleAndNestedGlobsAreNoConflict() {
    var loading =
        load(
            """
            rotate:
              app: {files: [/var/log/a*.log, /var/log/*b.log], when: {age: 1d}, keep: {files: 1}}
              all: {files: [/var/log/**/*.log], when: {age: 1d}, keep: {files: 1}}
            """);
    assertThat(loading.good().hints()).isEmpty();
  }

  @Test
  void tenThousandRulesThatContradictAreRefusedSoon() {
    var rules = new StringBuilder("rotate:\n");
    for (int i = 0; i < 10_000; i++) {
      rules.append("  r%d: {files: [/var/log/a*.log], when: {age: 1d}}\n".formatted(i));
    }
    assertThat(load(rules.toString()).problems()).hasSize(1000);
  }

  @Test
  void threeThousandEquallySpecificRulesThatDoNotMeetAreFine() {
    var rules = new StringBuilder("compress:\n");
    for (int i = 0; i < 3_000; i++) {
      rules.append("  r%05d: {files: [\"/srv/%05d*.csv\"]}\n".formatted(i, i));
    }
    assertThat(load(rules.toString()).settings().rules()).hasSize(3_000);
  }

  private Loading load(String rules) {
    return new Loading(directory, Map.of()).with("filereeve.yaml", "version: 1\n" + rules);
  }
}
