package filereeve.archive;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.ArchiveName.Mark;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The date in a name is one of the rule's zone, whatever its clocks do.
class DatesOfNamesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final String KEPT = "<stem>-<yyyy><MM><dd><ext>";

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T22:59:59Z, app-20261121.log",
    "2026-11-21T23:00:00Z, app-20261122.log",
    "2026-06-21T22:00:00Z, app-20260622.log",
  })
  void theDateIsTheOneOfTheZone(Instant now, String name) {
    assertThat(NamePattern.parse(KEPT).name(Path.of("app.log"), now, BERLIN, List.of()))
        .hasToString(name);
  }

  @Test
  void aRepeatedHourCoversBothPasses() {
    String pattern = "<name>-<yyyy><MM><dd><HH><mm>";
    Instant first = Instant.parse("2026-10-25T00:10:30Z");
    Instant second = first.plus(Duration.ofHours(1));
    Path name = NamePattern.parse(pattern).name(Path.of("a"), first, BERLIN, List.of());

    Mark mark =
        NamePattern.parse(pattern).read(name, Optional.empty(), BERLIN).orElseThrow().mark();

    assertThat(name).hasToString("a-202610250210");
    assertThat(((Mark.Dated) mark).period().nearest(first)).isEqualTo(first);
    assertThat(((Mark.Dated) mark).period().nearest(second)).isEqualTo(second);
    assertThat(NamePattern.parse(pattern).name(Path.of("a"), second, BERLIN, List.of(mark)))
        .hasToString("a-202610250210_02");
  }

  @ParameterizedTest
  @CsvSource({
    "<name>-<yyyy><MM><dd>, 2026-11-21T00:00:01+01:00, app.log-20261120",
    "<name>-<yyyy><MM><dd>, 2027-03-01T00:00:00+01:00, app.log-20270228",
    "<name>-<yyyy><MM><dd>, 2026-10-26T00:10:00+01:00, app.log-20261025",
    "<name>-<yyyy><MM><dd>-<HH>, 2026-11-21T00:00:01+01:00, app.log-20261120-23",
    "<name>-<yyyy><MM><dd>-<HH>, 2026-10-25T02:00:00+01:00, app.log-20261025-02",
    "<name>-<yyyy><MM><dd>-<HH><mm>, 2026-11-21T10:16:00+01:00, app.log-20261121-1015",
    "<name>-<yyyy>, 2027-01-01T00:00:00+01:00, app.log-2026",
  })
  void theDateBeforeIsTheDayOrHourBefore(String pattern, OffsetDateTime now, String archive) {
    NamePattern parsed = NamePattern.parse(pattern);
    Instant before = parsed.previous(now.toInstant(), BERLIN);
    assertThat(parsed.name(Path.of("app.log"), before, BERLIN, List.of())).hasToString(archive);
  }
}
