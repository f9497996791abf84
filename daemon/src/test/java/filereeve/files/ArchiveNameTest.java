package filereeve.files;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.files.ArchiveName.Mark;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveNameTest {
  private static final Path LOG = Path.of("app.log");

  @ParameterizedTest
  @CsvSource({
    "app.log.1, app.log, 1, ''",
    "app.log.1.gz, app.log, 1, gz",
    "app.log.999.zst, app.log, 999, zst",
    "app.1, app, 1, ''",
    "app.log.2.1, app.log.2, 1, ''",
    "x.gz.1, x.gz, 1, ''",
    ".hidden.3.xz, .hidden, 3, xz",
    "app.log-20261121.1.bz2, app.log-20261121, 1, bz2",
  })
  void numberedNamesAreKnown(String name, String log, int number, String codec) {
    assertThat(ArchiveName.parse(Path.of(name)))
        .contains(new ArchiveName(Path.of(log), new Mark.Numbered(number), suffix(codec)));
  }

  @ParameterizedTest
  @CsvSource({
    "app.log-20261121T000000Z, 20261121T000000Z, 2026-11-21T00:00:00Z, 1, ''",
    "app.log-20261121T235959Z.zst, 20261121T235959Z, 2026-11-21T23:59:59Z, 1, zst",
    "app.log-20261121T000000Z_02, 20261121T000000Z_02, 2026-11-21T00:00:00Z, 2, ''",
    "app.log-20261121T000000Z_123.lz4, 20261121T000000Z_123, 2026-11-21T00:00:00Z, 123, lz4",
    "app.log-20261121, 20261121, 2026-11-21T00:00:00Z, 1, ''",
    "app.log-20240229.gz, 20240229, 2024-02-29T00:00:00Z, 1, gz",
    "app.log-2026112113.gz, 2026112113, 2026-11-21T13:00:00Z, 1, gz",
  })
  void datedNamesAreKnown(String name, String stamp, Instant at, int sequence, String codec) {
    assertThat(ArchiveName.parse(Path.of(name)))
        .contains(new ArchiveName(LOG, new Mark.Dated(stamp, at, sequence), suffix(codec)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.log",
        "app.log.gz",
        "app.log.0",
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
        ".1",
        "1",
        "-20261121",
        ".app.log-20261121T000000Z.zst.filereeve-compress",
      })
  void otherNamesAreNoArchives(String name) {
    assertThat(ArchiveName.parse(Path.of(name))).isEmpty();
  }

  @Test
  void anArchiveBelongsToItsOwnLogOnly() {
    assertThat(ArchiveName.parse(LOG, Path.of("app.log.1"))).isPresent();
    assertThat(ArchiveName.parse(LOG, Path.of("app.log.1.1"))).isEmpty();
    assertThat(ArchiveName.parse(Path.of("app"), Path.of("app.log.1"))).isEmpty();
  }

  @Test
  void eachRotationInOneSecondGetsANameBehindAllThatExist() {
    Instant now = Instant.parse("2026-11-21T00:00:00.999Z");
    var names = Stream.of("app.log-20261121T000000Z", "app.log-20261121T000000Z_09.zst");

    assertThat(ArchiveName.dated(LOG, now, List.of())).hasToString("app.log-20261121T000000Z");
    assertThat(ArchiveName.dated(LOG, now.plusSeconds(1), marks(names)))
        .hasToString("app.log-20261121T000001Z");
    assertThat(ArchiveName.dated(LOG, now, marks(Stream.of("app.log-20261121T000000Z.gz"))))
        .hasToString("app.log-20261121T000000Z_02");
    assertThat(ArchiveName.dated(LOG, now, marks(Stream.of("app.log-20261121T000000Z_09"))))
        .hasToString("app.log-20261121T000000Z_10");
  }

  @Test
  void datedNamesSortByAgeByteByByte() {
    assertThat(
            List.of(
                "app.log-20261121T000000Z",
                "app.log-20261121T000000Z.zst",
                "app.log-20261121T000000Z_02",
                "app.log-20261121T000000Z_02.zst",
                "app.log-20261121T000000Z_10",
                "app.log-20261121T000001Z"))
        .isSorted();
  }

  @Test
  void everyFormOfAnArchiveIsKnownAsTheSameArchive() {
    assertThat(ArchiveName.forms(Path.of("app.log.7")))
        .hasSize(6)
        .allSatisfy(
            form ->
                assertThat(ArchiveName.parse(LOG, form))
                    .hasValueSatisfying(
                        name -> assertThat(name.mark()).isEqualTo(new Mark.Numbered(7))));
  }

  @Test
  void namesThatAreNotUtf8KeepTheirBytes() {
    Path log = Path.of(URI.create("file:///a%FFb.log")).getFileName();
    Path other = Path.of(URI.create("file:///a%FEb.log")).getFileName();

    Path archive = ArchiveName.numbered(log, 2, Optional.of("gz"));

    assertThat(Path.of("/").resolve(archive).toUri()).hasToString("file:///a%FFb.log.2.gz");
    assertThat(ArchiveName.parse(log, archive)).isPresent();
    assertThat(ArchiveName.parse(other, archive)).isEmpty();
  }

  private static List<Mark> marks(Stream<String> names) {
    return names.map(name -> ArchiveName.parse(Path.of(name)).orElseThrow().mark()).toList();
  }

  private static Optional<String> suffix(String codec) {
    return Optional.of(codec).filter(c -> !c.isEmpty());
  }
}
