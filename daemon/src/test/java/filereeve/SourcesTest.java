package filereeve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a reader can count on in every file, of the program and of its tests.
class SourcesTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("filereeve.checkout", ".."), "daemon", "src");

  private static final int MOST_LINES = 300;

  @Test
  void noFileIsLongerThanAReaderHoldsInMind() throws IOException {
    for (Path file : sources()) {
      assertThat(Files.readAllLines(file).size())
          .as("lines of %s", SOURCES.relativize(file))
          .isLessThanOrEqualTo(MOST_LINES);
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
