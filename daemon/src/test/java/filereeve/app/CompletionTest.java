package filereeve.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What the shells offer after the tab key.
class CompletionTest {
  private final CommandTree tree = new CommandTree(Main.commandLine().getCommandSpec());

  @TempDir private Path root;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(root.resolve("bash"), new BashCompletion(tree).text());
    Files.writeString(root.resolve("zsh"), new ZshCompletion(tree).text());
    Files.writeString(root.resolve("fish"), new FishCompletion(tree).text());
    Files.writeString(Files.createDirectory(root.resolve("files")).resolve("one file.yaml"), "");
  }

  /// A word of bash is also an equals sign (`COMP_WORDBREAKS`).
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '$',
      value = {
        "filereeve ''|run check status reload run-now init systemd-paths demo schema",
        "filereeve c|check",
        "filereeve --h|--help",
        "filereeve check --s|--strict --show",
        "filereeve check --config ''|one file.yaml",
        "filereeve check --config one|one file.yaml",
        "filereeve check -c one|one file.yaml",
        "filereeve check --config = one|one file.yaml",
        "filereeve check --config =|one file.yaml",
        "filereeve check --config demo --s|--strict --show",
        "filereeve demo --seconds ''|$$",
        "filereeve demo --k|--keep",
        "filereeve check ''|$$",
        "filereeve nosuch --s|$$",
      })
  void bashOffersWhatFits(String words, String offered) throws Exception {
    String script =
        "source %s; cd %s/files; COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _filereeve; echo \"${COMPREPLY[*]}\""
            .formatted(root.resolve("bash"), root, words);

    assertThat(output("bash", "--norc", "-c", script).strip()).isEqualTo(offered);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'filereeve '|check demo init reload run run-now schema status systemd-paths",
        "filereeve check --s|--show --strict",
        "'filereeve demo --seconds '|''",
      })
  void fishOffersWhatFits(String line, String offered) throws Exception {
    assumeTrue(isThere("fish"), "fish is installed");
    String script = "source %s; complete -C '%s'".formatted(root.resolve("fish"), line);

    List<String> words =
        output("fish", "--no-config", "-c", script)
            .lines()
            .map(each -> each.replaceFirst("\t.*", ""))
            .toList();
    assertThat(String.join(" ", words)).isEqualTo(offered);
  }

  @ParameterizedTest
  @CsvSource({"bash", "zsh", "fish"})
  void theShellFindsNoMistake(String shell) throws Exception {
    assumeTrue(isThere(shell), shell + " is installed");

    assertThat(output(shell, "-n", root.resolve(shell).toString())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"bash", "zsh", "fish"})
  void everyCommandAndOptionIsThere(String shell) throws IOException {
    String text = Files.readString(root.resolve(shell));

    assertThat(tree.commands()).hasSizeGreaterThan(4);
    for (CommandSpec command : tree.commands()) {
      assertThat(text).contains(command.name());
      for (OptionSpec option : CommandTree.options(command)) {
        assertThat(text).contains(option.longestName().substring(2));
      }
    }
    assertThat(text).doesNotContain("generate ");
  }

  @Test
  void zshHasEachDescription() throws IOException {
    String text = Files.readString(root.resolve("zsh"));

    assertThat(text).contains("--strict[Hints count as problems]").contains(":FILE:_files'");
  }

  private static boolean isThere(String program) {
    return Stream.of("/usr/bin/", "/bin/", "/usr/local/bin/")
        .anyMatch(directory -> Files.isExecutable(Path.of(directory + program)));
  }

  private String output(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", root.toString());
    builder.environment().put("LC_ALL", "C.UTF-8"); // fish sorts as its language does
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return text;
  }
}
