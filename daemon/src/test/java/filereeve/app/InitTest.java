package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.config.Checkout;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `filereeve init`, without a terminal.
class InitTest {
  private final StringWriter err = new StringWriter();

  @TempDir private Path root;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = root.resolve("etc/filereeve.yaml");
  }

  @Test
  void withoutATerminalItWritesTheDefault() throws IOException {
    assumeTrue(
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty(),
        "the tests run without a terminal");

    assertThat(init()).isZero();

    assertThat(file).hasContent(template());
  }

  @Test
  void withoutInputItAsksNothing() throws IOException {
    assertThat(init("--no-input")).isZero();

    assertThat(file).hasContent(template());
  }

  @Test
  void whatIsThereIsNotOverwritten() throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "version: 1\n");

    assertThat(init("--yes")).isEqualTo(64);

    assertThat(file).hasContent("version: 1\n");
    assertThat(err.toString())
        .isEqualTo(
            "filereeve: cannot write %s: File exists. Name another file with --config, or move this one away first.\n"
                .formatted(file));
  }

  @Test
  void theDefaultOfAPackageIsReplacedAsLongAsNobodyHasChangedIt() throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, template());
    assertThat(init("--yes")).isZero();

    Files.writeString(file, template().replace("version: 1", "version:  1"));
    assertThat(init("--yes")).isEqualTo(64);
  }

  @Test
  void nothingIsAskedIfItCouldNotBeWritten() throws IOException {
    Path directory = Files.createDirectory(root.resolve("closed"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(directory), "root may write everywhere");
    file = directory.resolve("sub/filereeve.yaml");

    assertThat(init("--yes")).isEqualTo(77);

    assertThat(err.toString())
        .isEqualTo(
            "filereeve: cannot write %s: %s is not writable. Run it as root, or name another file with --config.\n"
                .formatted(file, directory));
  }

  @Test
  void bothAnswersAtOnceAreWrongUsage() {
    assertThat(init("--yes", "--no-input")).isEqualTo(64);

    assertThat(file).doesNotExist();
  }

  private int init(String... options) {
    var arguments = new ArrayList<String>(List.of("init", "--config", file.toString()));
    arguments.addAll(List.of(options));
    return Main.commandLine()
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }

  private static String template() throws IOException {
    return Files.readString(Checkout.file("config/filereeve.yaml"));
  }
}
