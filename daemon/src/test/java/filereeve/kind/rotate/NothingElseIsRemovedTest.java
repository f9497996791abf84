package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.NamePattern;
import filereeve.event.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Retention among files that are nearly archives.
class NothingElseIsRemovedTest extends OneLog {
  private static final String KEPT = "<stem>-<yyyy><MM><dd><ext>";

  /// Directories full of names that are nearly archives' names, and settings that keep nothing:
  /// only what an independent reading of the names allows is ever removed.
  @Test
  void nothingElseIsEverRemoved() throws Exception {
    int removed = 0;
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      Path logs = Files.createDirectory(directory.resolve("round" + seed));
      Files.createDirectory(logs.resolve("old"));
      for (int i = 0; i < 150; i++) {
        Path file = logs.resolve((random.nextInt(4) == 0 ? "old/" : "") + anyName(random));
        Files.writeString(file, "content of " + file.getFileName());
      }
      Files.writeString(logs.resolve("app.log"), "live");
      Set<String> before = Rig.names(logs);
      var settings = RuleBuilder.of(logs, "*.log").keepFiles(0);
      if (random.nextBoolean()) {
        settings.pattern(KEPT);
      }
      if (random.nextBoolean()) {
        settings.archiveDir("old");
      }

      rig(settings).whole(Cause.RESCAN);

      Set<String> gone = new TreeSet<>(before);
      gone.removeAll(Rig.names(logs));
      RotateSettings used = settings.settings();
      assertThat(gone).as("seed %d", seed).allMatch(name -> mayGo(name, used, before));
      removed += gone.size();
    }
    assertThat(removed).isGreaterThan(40);
  }

  private static boolean mayGo(String path, RotateSettings settings, Set<String> before) {
    boolean inOld = path.startsWith("old/");
    String name = inOld ? path.substring(4) : path;
    String plain = name.replaceFirst("\\.(zst|gz|xz|bz2|lz4)$", "");
    String log = "";
    if (plain.matches(".+\\.log(\\.\\d{1,3}|-\\d{8}|-\\d{10}|-\\d{8}T\\d{6}Z)(_\\d+)?")) {
      log = plain.replaceFirst("(?<=\\.log)(\\.\\d+|-\\d+(T\\d+Z)?)(_\\d+)?$", "");
    } else if (settings.names().naming().equals(new Naming.Dated(NamePattern.parse(KEPT)))
        && plain.matches(".+-\\d{8}(_\\d+)?\\.log")) {
      log = plain.replaceFirst("-\\d{8}(_\\d+)?\\.log$", ".log");
    }
    String found = log;
    boolean known =
        before.contains(log)
            || before.stream().anyMatch(n -> n.matches("(old/)?\\Q" + found + "\\E-\\d{8}T.*Z.*"));
    return !log.isEmpty() && known && (!inOld || settings.names().archiveDir().isPresent());
  }

  private static String anyName(Random random) {
    List<String> stems = List.of("app", "xa", "app.old", "report", "app-20261120", "app.1");
    List<String> middles = List.of("", "-20261121", "-2026", ".2026-11-21", "-20261121_02", "_02");
    List<String> exts = List.of(".log", ".txt", "", ".LOG", ".logs");
    List<String> ends =
        List.of(
            "",
            ".1",
            ".0",
            ".12",
            ".1000",
            ".01",
            "-20261120",
            "-20261340",
            "-2026112011",
            "-20261120T101112Z",
            "-20261120T101112",
            "_02",
            ".bak",
            "~",
            ".orig");
    List<String> codecs = List.of("", "", ".gz", ".zst", ".zip", ".bz2", ".GZ");
    return pick(random, stems)
        + pick(random, middles)
        + pick(random, exts)
        + pick(random, ends)
        + pick(random, codecs);
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
