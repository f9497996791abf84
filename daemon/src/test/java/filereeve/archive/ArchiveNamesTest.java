package filereeve.archive;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.ArchiveName.Mark;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveNamesTest {
  private static final Path LOG = Path.of("app.log");
  private static final ArchiveNames STANDARD = ArchiveNames.standard(ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "app.log.1, app.log, 1, ''",
    "app.log.0, app.log, 0, ''",
    "app.log.1.gz, app.log, 1, gz",
    "app.log.999.zst, app.log, 999, zst",
    "app.1, app, 1, ''",
    "app.log.2.1, app.log.2, 1, ''",
    "x.gz.1, x.gz, 1, ''",
    ".hidden.3.xz, .hidden, 3, xz",
    "app.log-20261121.1.bz2, app.log-20261121, 1, bz2",
  })
  void numberedNamesAreKnown(String name, String log, int number, String codec) {
    ArchiveName read = STANDARD.read(Path.of(name)).orElseThrow();

    assertThat(read.log()).hasToString(log);
    assertThat(read.mark()).isEqualTo(new Mark.Numbered(number));
    assertThat(read.codec()).isEqualTo(Optional.of(codec).filter(c -> !c.isEmpty()));
    assertThat(read.file()).hasToString(name);
  }

  @ParameterizedTest
  @CsvSource({
    "app.log-20261121T000000Z, -20261121T000000Z, 2026-11-21T00:00:00Z, 1, ''",
    "app.log-20261121T235959Z.zst, -20261121T235959Z, 2026-11-21T23:59:59Z, 1, zst",
    "app.log-20261121T000000Z_02, -20261121T000000Z, 2026-11-21T00:00:00Z, 2, ''",
    "app.log-20261121T000000Z_123.lz4, -20261121T000000Z, 2026-11-21T00:00:00Z, 123, lz4",
    "app.log-20261121, -20261121, 2026-11-21T00:00:00Z, 1, ''",
    "app.log-20240229.gz, -20240229, 2024-02-29T00:00:00Z, 1, gz",
    "app.log-2026112113.gz, -2026112113, 2026-11-21T13:00:00Z, 1, gz",
  })
  void datedNamesAreKnown(String name, String stamp, Instant at, int sequence, String codec) {
    ArchiveName read = STANDARD.read(Path.of(name)).orElseThrow();

    assertThat(read.log()).isEqualTo(LOG);
    assertThat(read.codec()).isEqualTo(Optional.of(codec).filter(c -> !c.isEmpty()));
    assertThat(read.mark())
        .isInstanceOfSatisfying(
            Mark.Dated.class,
            dated -> {
              assertThat(dated.stamp()).isEqualTo(stamp);
              assertThat(dated.period().from()).isEqualTo(at);
              assertThat(dated.sequence()).isEqualTo(sequence);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.log",
        "app.log.gz",
        ".bz2",
        "app.log.00",
        "app.log.01",
        "app.log.1000",
        "report.2024",
        "app.log.1.gz.bak",
        "app.log.1.zip",
        "app.log.-1",
        "app.log-20261341",
        "app.log-20250229",
        "app.log-2026112124",
        "app.log-20261121T000000",
        "app.log-20261121T000000Z_2",
        "app.log-20261121T250000Z",
        "app.log-2026-11-21",
        "app-20261121.log",
        "catalina.2026-11-21.log",
        ".1",
        "1",
        "-20261121",
        ".app.log-20261121T000000Z.zst.filereeve-compress",
      })
  void otherNamesAreNotArchives(String name) {
    assertThat(STANDARD.read(Path.of(name))).isEmpty();
  }

  @Test
  void onlyAPatternOfTheRulesMakesDatedNamesWithTheirSuffixKept() {
    var names = names("<stem>.<yyyy>-<MM>-<dd><ext>");

    assertThat(names.read(Path.of("catalina.2026-11-21.log")).map(ArchiveName::log))
        .contains(Path.of("catalina.log"));
    assertThat(names.read(Path.of("app.log.1"))).isPresent();
    assertThat(names.read(Path.of("app-20261121.log"))).isEmpty();
  }

  @Test
  void theFirstPatternThatCanReadANameDoes() {
    String name = "app.log-20261121";
    NamePattern own = NamePattern.parse("<name>-<yyyy><MM><dd>");

    assertThat(names("<stem>-<yyyy><MM><dd><ext>", "<name>-<yyyy><MM><dd>").read(Path.of(name)))
        .map(ArchiveName::mark)
        .hasValueSatisfying(mark -> assertThat(((Mark.Dated) mark).pattern()).isEqualTo(own));
  }

  @Test
  void namesAreReadInTheRulesZoneAndDatedOnesInUtc() {
    var berlin = new ArchiveNames(List.of(), ZoneId.of("Europe/Berlin"));

    assertThat(begin(berlin, "app.log-20261121")).isEqualTo("2026-11-20T23:00:00Z");
    assertThat(begin(berlin, "app.log-20261121T000000Z")).isEqualTo("2026-11-21T00:00:00Z");
  }

  @Test
  void everyVariantIsRecognizedAsTheSameArchive() {
    assertThat(ArchiveName.variants(Path.of("app.log.7")))
        .hasSize(6)
        .allSatisfy(
            variant ->
                assertThat(STANDARD.read(variant))
                    .hasValueSatisfying(
                        name -> {
                          assertThat(name.mark()).isEqualTo(new Mark.Numbered(7));
                          assertThat(name.plain()).hasToString("app.log.7");
                          assertThat(name.file()).isEqualTo(variant);
                        }));
  }

  @Test
  void namesThatAreNotUtf8KeepTheirBytes() {
    Path log = Path.of(URI.create("file:///a%FFb.log")).getFileName();

    Path archive = ArchiveName.numbered(log, 2, Optional.of("gz"));

    assertThat(Path.of("/").resolve(archive).toUri()).hasToString("file:///a%FFb.log.2.gz");
    assertThat(STANDARD.read(archive).map(ArchiveName::log)).contains(log);
  }

  private static Instant begin(ArchiveNames names, String name) {
    return ((Mark.Dated) names.read(Path.of(name)).orElseThrow().mark()).period().from();
  }

  private static ArchiveNames names(String... patterns) {
    return new ArchiveNames(Stream.of(patterns).map(NamePattern::parse).toList(), ZoneOffset.UTC);
  }
}
