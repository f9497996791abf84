package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A new configuration is in force as a whole: in the rules, in the log and in the status.
class DaemonReloadTest {
  private static final String ONE =
      """
      rotate:
        app: {files: [$ROOT/log/*.log], when: {size: 1 GiB}}
      """;

  private static final String SECRET = "tr0ub4dor";

  /// The rule has a secret's name, so that the first line about it would show it.
  private static final String TWO =
      ONE
          + """
            tr0ub4dor:
              files: [$ROOT/other/*.log]
              when: {size: 1 GiB}
              after: {run: [/bin/true, --password=tr0ub4dor]}
          """;

  @TempDir private Path root;

  @BeforeEach
  void makeTheTree() throws Exception {
    root = root.toRealPath();
    Files.createDirectory(root.resolve("log"));
    Files.createDirectory(root.resolve("other"));
  }

  private VirtualDaemon reloaded(String before, String after) throws Exception {
    var daemon = new VirtualDaemon(root, before);
    daemon.start();
    daemon.time.pass(Duration.ofSeconds(10));
    daemon.configure(after);
    daemon.reload();
    daemon.time.pass(Duration.ofSeconds(1));
    return daemon;
  }

  @Test
  void theStatusNamesTheNewRules() throws Exception {
    var daemon =
        reloaded(ONE, ONE + "  second: {files: [$ROOT/other/*.log], when: {size: 1 GiB}}\n");
    daemon.stop();
    assertThat(daemon.lines("config-reloaded", "rules=2")).hasSize(1);
    assertThat(daemon.host.notifications())
        .filteredOn(n -> n.text().startsWith("STATUS=2 rules: "))
        .isNotEmpty();
  }

  @Test
  void aSecretIsHiddenBeforeTheFirstLineAboutItsRule() throws Exception {
    var daemon = reloaded(ONE, TWO);
    daemon.stop();
    assertThat(daemon.lines("queued", "rule=rotate.****")).isNotEmpty();
    assertThat(daemon.lines("", SECRET)).isEmpty();
  }
}
