package filereeve.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.config.Loading;
import filereeve.config.Settings;
import filereeve.posix.MountEntry;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the daemon says of directories that its sandbox closes.
class ClosedPathsTest {
  private static final String READ_ONLY = "1 0 8:1 / / ro - ext4 /dev/vda rw\n";

  @TempDir private Path temp;
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private String mounts = READ_ONLY;

  @Test
  void aClosedDirectoryIsAnErrorWithTheRulesAndTheRemedy() throws IOException {
    log.expect(Event.SANDBOX_CLOSED);

    service().report(settings("a", "b"));

    assertThat(log.lines(Event.SANDBOX_CLOSED))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.value("directory")).contains(temp + "/srv");
              assertThat(line.value("rules")).contains("rotate.a, rotate.b");
              assertThat(line.value("why"))
                  .contains(
                      "the sandbox of the service has it read-only. Run: filereeve systemd-paths"
                          + " --write && systemctl daemon-reload && systemctl restart filereeve.");
            });
  }

  @Test
  void itIsLoggedOnceUntilItIsOpen() throws IOException {
    log.expect(Event.SANDBOX_CLOSED);
    ClosedPaths closed = service();

    closed.report(settings("a"));
    closed.report(settings("a", "b"));
    assertThat(log.lines()).hasSize(1);

    mounts = READ_ONLY.replace(" ro ", " rw ");
    closed.report(settings("a"));
    mounts = READ_ONLY;
    closed.report(settings("a"));
    assertThat(log.lines()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INVOCATION_ID", "NOTIFY_SOCKET"})
  void eitherVariableMeansAService(String variable) throws IOException {
    log.expect(Event.SANDBOX_CLOSED);
    closedPaths(Map.of(variable, "x")).report(settings("a"));
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void withoutSystemdNothingIsSaid() throws IOException {
    closedPaths(Map.of("HOME", "/root")).report(settings("a"));
  }

  @Test
  void withoutProcNothingIsSaid() throws IOException {
    new ClosedPaths(
            Map.of("INVOCATION_ID", "x"),
            () -> {
              throw new IOException("there is no /proc");
            },
            log)
        .report(settings("a"));
  }

  private ClosedPaths service() {
    return closedPaths(Map.of("INVOCATION_ID", "x"));
  }

  private ClosedPaths closedPaths(Map<String, String> environment) {
    return new ClosedPaths(environment, () -> MountEntry.parse(mounts.getBytes(UTF_8)), log);
  }

  private Settings settings(String... rules) throws IOException {
    Files.createDirectories(temp.resolve("srv"));
    var yaml = new StringBuilder("version: 1\nrotate:\n");
    for (String rule : List.of(rules)) {
      yaml.append(
          "  %s: {files: [%s/srv/%s*.log], when: {size: 1 MiB}, keep: {files: 1}}\n"
              .formatted(rule, temp, rule));
    }
    return new Loading(temp, Map.of()).with("filereeve.yaml", yaml.toString()).settings();
  }
}
