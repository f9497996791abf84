package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import filereeve.app.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a file holds: the loader says good or bad, at once, and never throws.
@Tag("slow")
class MutationTest {
  private static final int MUTATIONS = 2000;

  /// What has a meaning in YAML or in the language.
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          "- ",
          "&a ",
          "*a",
          "!",
          "!!str ",
          "|\n",
          ">",
          "'",
          "\"",
          "\n",
          "\t",
          "  ",
          "#",
          "---\n",
          "...\n",
          "%",
          "@",
          "`",
          "?",
          "? ",
          ",",
          "\\",
          "\u0000",
          "\u0085",
          "\uFEFF",
          "\uD83D\uDE00",
          "é",
          "${",
          "${A}",
          "$$",
          "<<: *a\n",
          "~",
          "0",
          "-1",
          "9999999999999999999",
          "1e9999",
          ".inf",
          "2026-01-01",
          "/",
          "//",
          "..",
          "**",
          "[z-a]");

  @TempDir private Path directory;

  @Test
  void neverThrowsAndIsQuick() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : ShippedFilesTest.files()) {
      texts.add(Files.readString(file));
    }
    texts.set(0, ShippedFilesTest.uncommented());
    var random = new Random(20261121);
    var slowest = Duration.ZERO;
    for (int i = 0; i < MUTATIONS; i++) {
      String text = mutated(texts.get(i % texts.size()), random);
      long start = System.nanoTime();
      load(text);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
    }
    assertThat(slowest).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void largeJunkIsRefusedQuickly() {
    Stream.of(
            "[".repeat(1_000_000),
            "{".repeat(1_000_000),
            "- ".repeat(500_000),
            "? ".repeat(500_000),
            "a: ".repeat(300_000),
            "\"" + "\\".repeat(1_000_000),
            "a".repeat(100_000),
            "- a\n".repeat(60_000),
            Stream.iterate(0, n -> n + 1)
                .limit(20_000)
                .map(n -> "k" + n + ": 1\n")
                .collect(Collectors.joining()),
            "version: 1\nrotate:\n"
                + Stream.iterate(0, n -> n + 1)
                    .limit(1_000)
                    .map(n -> "  r" + n + ": {files: [/a/" + n + "/*], when: {age: 1d}}\n")
                    .collect(Collectors.joining()))
        .forEach(this::load);
  }

  private void load(String text) {
    Path file = directory.resolve("filereeve.yaml");
    try {
      Files.writeString(file, text.replaceAll("[\uD800-\uDFFF](?![\uDC00-\uDFFF])", ""));
      Loaded loaded = Loading.loader(Kinds.ALL, Map.of("A", "x")).load(file);
      switch (loaded) {
        case Loaded.Good good -> assertThat(good.effective().toYaml()).isNotEmpty();
        case Loaded.Unfinished unfinished -> throw new AssertionError(unfinished);
        case Loaded.Silent silent -> throw new AssertionError(silent);
        case Loaded.Bad bad -> assertThat(bad.problems()).isNotEmpty();
      }
    } catch (IOException | RuntimeException | StackOverflowError e) {
      fail("threw for:\n" + text.substring(0, Math.min(3000, text.length())), e);
    }
  }

  private static String mutated(String text, Random random) {
    var out = new StringBuilder(text);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(out.length());
      int end = Math.min(out.length(), at + 1 + random.nextInt(8));
      switch (random.nextInt(4)) {
        case 0 -> out.delete(at, end);
        case 1 -> out.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> out.insert(at, out.substring(at, end));
        default -> out.setCharAt(at, (char) (random.nextInt(95) + 32));
      }
    }
    return out.toString();
  }
}
