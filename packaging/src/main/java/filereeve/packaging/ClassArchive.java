package filereeve.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// The archive of classes (CDS) that the program is started with: those that a [Training] loaded,
/// linked, with all that their constants stand for. The same sources on the same JDK give the same
/// bytes.
///
/// @param image the program, without it
/// @param work an empty directory
record ClassArchive(Path image, Path work) {
  /// What is resolved ahead is listed below for all classes: what a training resolves depends on
  /// which thread was first.
  private static final List<String> BY_CHANCE = List.of("#", "@cp ", "@lambda-proxy ");

  void make() throws IOException, InterruptedException {
    Path list = Files.write(work.resolve("classes"), list(), UTF_8);
    var first = Dump.of(image, list, work.resolve("first.jsa"));
    var second = Dump.of(image, list, work.resolve("second.jsa"));
    Path archive = Files.write(image.resolve("filereeve.jsa"), first.settledBy(second));
    requireUsable(archive);
  }

  /// Java starts without an archive that it does not like, and says nothing.
  private void requireUsable(Path archive) throws IOException, InterruptedException {
    Program.java(
        image, "-Xshare:on", "-XX:SharedArchiveFile=" + archive, "filereeve.app.Main", "--version");
  }

  private List<String> list() throws IOException, InterruptedException {
    var classes = new TreeSet<String>();
    for (Path of : new Training(image.resolve("filereeve"), work).lists()) {
      for (String line : Files.readAllLines(of, UTF_8)) {
        if (BY_CHANCE.stream().noneMatch(line::startsWith)) {
          classes.add(line.replaceFirst(" (id|source):.*", ""));
        }
      }
    }
    var lines = new ArrayList<>(classes);
    try (var constants = Constants.of(image)) {
      for (String name : classes) {
        constants.line(name).ifPresent(lines::add);
      }
    }
    return lines;
  }
}
