package filereeve.app;

import static java.time.ZoneOffset.UTC;

import filereeve.manual.ReferencePages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `filereeve generate`: what a package has besides the program. It is for those who build
/// packages, and hidden from everybody else.
@Command(
    name = "generate",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Writes man pages and completions, for a package.")
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--date",
      paramLabel = "INSTANT",
      required = true,
      description = "When the build was, such as 2026-11-21T00:00:00Z.")
  private Instant date = Instant.EPOCH;

  @Parameters(index = "0", paramLabel = "CHECKOUT", description = "The sources, with docs/.")
  private Path checkout = Path.of("");

  @Parameters(index = "1", paramLabel = "DIRECTORY", description = "Where to.")
  private Path target = Path.of("");

  @Override
  public Integer call() {
    try {
      generate();
      return ExitCode.FINE.number();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.NO_INPUT,
          "cannot write man pages and completions of %s into %s: %s. Name a checkout of the sources, and a directory that you can write."
              .formatted(checkout, target, e));
    }
  }

  private void generate() throws IOException {
    LocalDate day = LocalDate.ofInstant(date, UTC);
    String source = "Filereeve " + Version.text();
    var tree = new CommandTree(spec.root());
    var reference = new ReferencePages(day, source);
    Path docs = checkout.resolve("docs");
    write("man1/filereeve.1", new CommandPage(day, source).of(tree));
    write(
        "man5/filereeve.yaml.5",
        reference.configuration(Files.readString(docs.resolve("configuration.md")), examples()));
    write("man7/filereeve-events.7", reference.events(Files.readString(docs.resolve("events.md"))));
    write("completion/bash/filereeve", new BashCompletion(tree).text());
    write("completion/zsh/_filereeve", new ZshCompletion(tree).text());
    write("completion/fish/filereeve.fish", new FishCompletion(tree).text());
  }

  private List<String> examples() throws IOException {
    try (Stream<Path> files = Files.list(checkout.resolve("config/examples"))) {
      var texts = new ArrayList<String>();
      for (Path file : files.sorted().toList()) {
        texts.add(Files.readString(file).replaceFirst("^# yaml-language-server.*\n", ""));
      }
      return texts;
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = target.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }
}
