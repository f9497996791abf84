package filereeve.setup;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.config.Checkout;
import filereeve.config.Loaded;
import filereeve.config.Loading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `filereeve init` learns from `/proc`, and what others can put there.
class FoundWritersTest {
  private static final String APPENDS = "0102001";

  @TempDir private Path root;

  /// Whoever runs a program chooses its name, and root reads the configuration.
  @ParameterizedTest
  @ValueSource(strings = {"x\n  evil:", "x\r  evil:", "\u001b[31mx", "caf\u00c3", "\u0085"})
  void aProgramsNameStaysInItsComment(String name) throws IOException {
    FirstConfiguration found =
        host()
            .log("/var/log/app/a.log", 10)
            .process(42, name, "/var/log/app/a.log", APPENDS)
            .found();

    assertThat(found.logs().getFirst().facts()).matches("[ -~]+").contains("?").endsWith(" (42)");
    assertThat(load(found).settings().rules()).hasSize(1);
  }

  /// As the kernel hides it from everybody but root.
  @ParameterizedTest
  @ValueSource(strings = {"/proc/7/fd", "/proc/7/fd/3"})
  void whileAProcessHidesItsFilesNoLogIsSuggested(String hidden) throws IOException {
    FirstConfiguration found =
        host()
            .log("/var/log/app.log", 10)
            .process(42, "java", "/container/app.log", APPENDS)
            .file(hidden, "neither a directory nor a link")
            .found();

    assertThat(found.suggested().logs()).isEmpty();
    assertThat(found.logs().getFirst().facts())
        .endsWith("who writes it is not known (run init as root, with CAP_SYS_PTRACE)");
  }

  @Test
  void aProcessThatHasEndedHidesNothing() throws IOException {
    host().log("/var/log/app.log", 10).file("/proc/7/comm", "gone\n");

    assertThat(host().found().suggested().logs()).hasSize(1);
  }

  /// `user: 4242` would be a mistake.
  @Test
  void anOwnerWithoutAnAccountIsNoUserOfARule() throws IOException {
    host().log("/var/log/app/a.log", 10).mode("/var/log/app", "rwxrwxrwx");
    Path log = root.resolve("var/log/app/a.log");
    try {
      Files.setAttribute(log, "unix:uid", 4242);
    } catch (IOException _) {
      Assumptions.abort("only root can give a file away");
    }

    FirstConfiguration found = host().found();

    assertThat(found.logs().getFirst().user()).isEmpty();
    assertThat(found.suggested().logs()).isEmpty();
  }

  private FakeHost host() {
    return new FakeHost(root);
  }

  private Loaded.Good load(FirstConfiguration rules) throws IOException {
    return new Loading(root.resolve("etc/filereeve"), Map.of())
        .with(
            "filereeve.yaml", rules.text(Files.readString(Checkout.file("config/filereeve.yaml"))))
        .good();
  }
}
