package filereeve.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.config.Language;
import filereeve.schema.JsonSchema;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// What a package has besides the program: it is made from the program's own definitions.
class GenerateTest {
  private static final String CHECKOUT = System.getProperty("filereeve.checkout", "..");

  /// A key of the JSON schema, which is made from the definitions, too.
  private static final Pattern KEY = Pattern.compile("\"([a-z_]+)\" : \\{\n +\"description\"");

  @TempDir private Path root;

  @BeforeEach
  void generate() {
    generate(root);
  }

  private static void generate(Path into) {
    int status =
        Main.commandLine()
            .execute("generate", "--date", "2026-11-21T12:00:00Z", CHECKOUT, into.toString());
    assertThat(status).isZero();
  }

  @Test
  void everyCommandAndOptionIsInItsPage() throws IOException {
    String page = text("man1/filereeve.1");

    for (CommandLine command : visible()) {
      String name = command.getCommandSpec().qualifiedName().replace("-", "\\-");
      assertThat(page).contains(".SS \"" + name + "\"\n");
      for (OptionSpec option : command.getCommandSpec().options()) {
        assertThat(page).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR");
      }
    }
  }

  @Test
  void everyExitStatusIsInItsPage() throws IOException {
    String page = text("man1/filereeve.1");

    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number))
        .allMatch(number -> page.contains(".TP\n\\fB" + number + "\\fR\n"));
  }

  @Test
  void everyKeyIsInItsPage() throws IOException {
    String page = text("man5/filereeve.yaml.5");
    List<String> keys =
        KEY.matcher(JsonSchema.text(new Language(Kinds.ALL).root()))
            .results()
            .map(key -> key.group(1))
            .distinct()
            .toList();

    assertThat(keys).hasSizeGreaterThan(50);
    assertThat(keys).filteredOn(key -> !page.contains(".TP\n\\fB" + key + "\\fR: ")).isEmpty();
    assertThat(page).doesNotContain("mvn").contains("rotate.NAME.keep");
  }

  @Test
  void everyEventIsInItsPage() throws IOException {
    String page = text("man7/filereeve-events.7");

    assertThat(Event.values())
        .allMatch(event -> page.contains(".TP\n\\fB" + event.key().replace("-", "\\-") + "\\fR ("));
  }

  @Test
  void theSameSourcesGiveTheSameBytes() throws IOException {
    Path again = Files.createDirectory(root.resolve("again"));
    generate(again);

    assertThat(files(again)).isNotEmpty();
    for (Path file : files(again)) {
      assertThat(Files.readString(file)).isEqualTo(text(again.relativize(file).toString()));
      assertThat(file).content().doesNotContain(root.toString());
    }
  }

  @Test
  void nobodyElseSeesTheCommand() throws IOException {
    assertThat(Main.commandLine().getUsageMessage()).doesNotContain("generate");
    assertThat(text("man1/filereeve.1")).doesNotContain("generate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"man1/filereeve.1", "man5/filereeve.yaml.5", "man7/filereeve-events.7"})
  void groffHasNothingToSay(String name) throws Exception {
    var groff =
        new ProcessBuilder("groff", "-man", "-ww", "-Tutf8", "-z", root.resolve(name).toString());
    assumeTrue(isThere("groff"), "groff is installed");

    Process process = groff.redirectErrorStream(true).start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aDirectoryThatIsNoCheckoutIsNamed() {
    var command = Main.commandLine();
    var err = new StringWriter();
    command.setErr(new PrintWriter(err));

    int status =
        command.execute("generate", "--date", "2026-11-21T12:00:00Z", "/nosuch", root.toString());

    assertThat(status).isEqualTo(66);
    assertThat(err.toString())
        .startsWith("filereeve: cannot write man pages and completions of /nosuch into ");
  }

  private static boolean isThere(String program) {
    return Stream.of("/usr/bin/", "/bin/", "/usr/local/bin/")
        .anyMatch(directory -> Files.isExecutable(Path.of(directory + program)));
  }

  private static List<CommandLine> visible() {
    return new TreeMap<>(Main.commandLine().getSubcommands())
        .values().stream()
            .filter(command -> !command.getCommandSpec().usageMessage().hidden())
            .toList();
  }

  private String text(String name) throws IOException {
    return Files.readString(root.resolve(name));
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
