package filereeve.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `filereeve check` prints, and its exit status.
class CheckTest {
  private static final String SECRET = "hunter2-hunter2";

  @TempDir private Path root;

  /// @param status the exit status
  private record Checked(int status, String text) {}

  @Test
  void noSecretIsPrintedWhateverIsWrongWithIt() throws Exception {
    Checked checked =
        check(
            """
            version: 1
            daemon: {state_dir: $ROOT/state}
            reload:
              app:
                watch: [$ROOT/*.conf]
                check: ["/nosuch/${APP_TOKEN}", "--password", "$SECRET"]
                apply: {run: ["/nosuch/$SECRET"]}
            notify:
              ops: {email: {smtp: localhost, from: a@b.c, to: [d@e.f], user: u, password: $SECRET}}
            """,
            "--show");

    assertThat(checked.text)
        .contains("/nosuch/${APP_TOKEN}: No such file or directory")
        .contains("fine: 1 rule in 1 file, ")
        .doesNotContain(SECRET);
    assertThat(checked.status).isZero();
  }

  @Test
  void aHintIsAProblemOnRequestOnly() throws Exception {
    String yaml =
        "version: 1\nreload: {app: {watch: [$ROOT/missing/*], apply: {run: [\"true\"]}}}\n";
    assertThat(check(yaml).status).isZero();
    assertThat(check(yaml, "--strict").status).isEqualTo(78);
  }

  @Test
  void aBadConfigurationHasStatus78AndTheNumberOfProblems() throws Exception {
    Checked checked = check("version: 1\nrotate: {app: {files: 3, nosuch: 1}}\n");
    assertThat(checked.text).containsPattern("\\d problems");
    assertThat(checked.status).isEqualTo(78);
  }

  private Checked check(String yaml, String... options) throws IOException, InterruptedException {
    Path file = root.resolve("filereeve.yaml");
    Files.writeString(file, yaml.replace("$ROOT", root.toString()).replace("$SECRET", SECRET));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "check"));
    command.addAll(List.of("--config", file.toString()));
    command.addAll(List.of(options));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("APP_TOKEN", SECRET);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Checked(process.waitFor(), text);
  }
}
