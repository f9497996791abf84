package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.config.Loading;
import filereeve.event.RuleName;
import filereeve.process.Action;
import filereeve.queue.Debounce;
import filereeve.route.Glob;
import filereeve.rule.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the keys of a reload rule become, and what is left out.
class ReloadKeysTest {
  @TempDir private Path directory;

  @Test
  void aReloadRuleIsReadWhole() {
    Rule<ReloadSettings> rule =
        read("""
        version: 1
        defaults: {debounce: {quiet: 3s}}
        reload:
          web:
            watch: [/etc/web/**]
            ignore: ["**/*.swp", /etc/web/tmp/*]
            check: [web, -t, 5, true]
            apply: {systemctl: reload-or-restart, unit: web@1.service}
            debounce: {max_wait: 1m}
        """)
            .getFirst();
    assertThat(rule.debounce())
        .isEqualTo(new Debounce(Duration.ofSeconds(3), Duration.ofMinutes(1)));
    assertThat(rule.settings())
        .isEqualTo(
            new ReloadSettings(
                new RuleName("reload", "web"),
                List.of(Glob.parse("/etc/web/**")),
                List.of(Glob.parse("/**/*.swp"), Glob.parse("/etc/web/tmp/*")),
                Optional.of(new Action.Run(List.of("web", "-t", "5", "true"))),
                new Action.Systemctl("reload-or-restart", "web@1.service"),
                new Debounce(Duration.ofSeconds(3), Duration.ofMinutes(1)),
                Duration.ofMinutes(5)));
  }

  private List<Rule<ReloadSettings>> read(String content) {
    return new Loading(directory, Map.of())
        .with("filereeve.yaml", content)
        .settings()
        .rules(new ReloadKind());
  }
}
