package filereeve.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/events.md` is written by hand up to its table; the table is the enum.
class EventsDocumentTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("filereeve.checkout", ".."), "docs", "events.md");

  @Test
  void theTableIsTheCatalogue() throws IOException {
    String document = Files.readString(DOCUMENT);
    String current = document.substring(0, document.indexOf("| event |")) + table();
    if (System.getProperty("update") != null) {
      Files.writeString(DOCUMENT, current);
    }
    assertThat(Files.readString(DOCUMENT))
        .as("docs/events.md is not current: mvn test -Dtest=EventsDocumentTest -Dupdate")
        .isEqualTo(current);
  }

  private static String table() {
    return Arrays.stream(Event.values())
        .map(EventsDocumentTest::row)
        .collect(
            Collectors.joining(
                "", "| event | level | meaning | fields |\n|---|---|---|---|\n", ""));
  }

  private static String row(Event event) {
    String fields =
        event.fields().stream().map(f -> "`" + f + "`").collect(Collectors.joining(" "));
    return "| `%s` | %s | %s | %s |\n"
        .formatted(event.key(), LineFormat.name(event.level()), event.meaning(), fields);
  }
}
