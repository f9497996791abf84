package filereeve.app;

import filereeve.manual.ReferencePages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The man pages and completions of a package.
///
/// @param tree of the commands
/// @param day of the build
/// @param checkout of the sources
/// @param target the directory for them
record PackagePages(CommandTree tree, LocalDate day, Path checkout, Path target) {
  void write() throws IOException {
    String source = "Filereeve " + Version.text();
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
