package filereeve.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.archive.ArchiveName.Mark;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Which patterns are allowed, the names that they give, and the archives that they read.
class NamePatternTest {
  private static final Instant NOW = Instant.parse("2026-11-21T13:05:09.9Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final String KEPT = "<stem>-<yyyy><MM><dd><ext>";

  @ParameterizedTest
  @CsvSource({
    "app.log, app-20261121.log",
    "app, app-20261121",
    ".log, .log-20261121",
    ".app.log, .app-20261121.log",
    "a.b.log, a.b-20261121.log",
    "app.tar.gz, app.tar.gz-20261121",
    "app.log.zst, app.log.zst-20261121",
    "app.1, app.1-20261121",
    "app.2026-11-21, app.2026-11-21-20261121",
    "app-2026.log, app-2026-20261121.log",
    "app-20261120.log, app-20261120-20261121.log",
    "20261121.log, 20261121-20261121.log",
    "app., app.-20261121",
    "a b.log, a b-20261121.log",
    "ü.log, ü-20261121.log",
    "app.log_old, app.log_old-20261121",
    "x.log4j, x-20261121.log4j",
    "-.log, --20261121.log",
  })
  void theSuffixIsKeptBeforeTheExtension(String log, String archive) {
    assertThat(name(KEPT, log, List.of())).hasToString(archive);
    assertThat(read(KEPT, archive).map(ArchiveName::log)).contains(Path.of(log));
  }

  @ParameterizedTest
  @CsvSource({
    "<name>-<yyyy>, app.log-2026",
    "<name>.<yyyy>-<MM>-<dd>, app.log.2026-11-21",
    "<name>-<dd>.<MM>.<yyyy>, app.log-21.11.2026",
    "<name>-<yyyy><MM><dd>-<HH><mm><ss>, app.log-20261121-130509",
    "<name>-<yyyy><MM><dd>T<HH><mm><ss>Z, app.log-20261121T130509Z",
    "<name>.<yyyy>.bak, app.log.2026.bak",
    "<name>_at_<yyyy><MM><dd><HH>h, app.log_at_2026112113h",
    "<stem>.<yyyy>-<MM>-<dd><ext>, app.2026-11-21.log",
    "<stem>_<yyyy><MM><ext>, app_202611.log",
  })
  void patternsAreFilledIn(String pattern, String archive) {
    assertThat(name(pattern, "app.log", List.of())).hasToString(archive);
    assertThat(read(pattern, archive).map(ArchiveName::log)).contains(Path.of("app.log"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app | could not be traced",
        "<yyyy>-<name> | Begin with <name>",
        "<stem>-<yyyy> | end with <ext>",
        "<name>-<yyyy><ext> | Begin with <name>",
        "<stem><ext>-<yyyy> | end with <ext>",
        "<stem>-<yyyy><ext><ext> | in the wrong place",
        "<name>-<name>-<yyyy> | in the wrong place",
        "<name> | the same name",
        "<name>.old | the same name",
        "<stem><ext> | the same name",
        "<name>-<MM><dd> | contains a smaller unit but not <yyyy>",
        "<name>-<yyyy><dd> | contains a smaller unit but not <MM>",
        "<name>-<yyyy><mm><dd> | <mm> the minute",
        "<name>-<yyyy><MM><dd><ss> | contains a smaller unit but not <HH>",
        "<name>-<yyyy><MM><dd><dd> | <dd> twice",
        "<name>-<YYYY> | is not part of a date",
        "<name>-<date> | is not part of a date",
        "<name>-<yyyy>/<MM> | is not allowed in a pattern",
        "<name>-<yyyy> <MM> | is not allowed in a pattern",
        "<name>-<yyyy | is not allowed in a pattern",
        "<name>-<yyyy>ü | is not allowed in a pattern",
        "<name><yyyy> | before it",
        "<name>1<yyyy> | before it",
        "<name>-<yyyy>.gz | added automatically",
        "<name>-<yyyy>.zst | added automatically",
      })
  void ambiguousPatternsAreRefused(String pattern, String why) {
    assertThatThrownBy(() -> NamePattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageContaining(". ");
  }

  @ParameterizedTest
  @CsvSource({
    "app-20261121.log.gz, gz, app.log, 1",
    "app-20261121_02.log, '', app.log, 2",
    "app-20261121_02.log.zst, zst, app.log, 2",
    "app-20261121_123, '', app, 123",
    "app-20261121_1000.log, '', app.log, 1000",
    "app-20261120-20261121.log, '', app-20261120.log, 1",
  })
  void namesOfArchivesAreRead(String name, String codec, String log, int sequence) {
    ArchiveName read = read(KEPT, name).orElseThrow();

    assertThat(read.log()).hasToString(log);
    assertThat(read.codec()).isEqualTo(Optional.of(codec).filter(c -> !c.isEmpty()));
    assertThat(((Mark.Dated) read.mark()).sequence()).isEqualTo(sequence);
    assertThat(read.file()).hasToString(name);
  }

  @ParameterizedTest
  @CsvSource({
    "app.log",
    "app-2026.log",
    "app-20261341.log",
    "app-20250229.log",
    "app-20261121.log.bak",
    "app.log-20261121",
    "app-20261121_2.log",
    "app-20261121_02_03.log",
    "-20261121.log",
    "app-20261121.log-old",
    "app-20261121.",
    "app-20261121.1x",
  })
  void otherNamesAreNotArchives(String name) {
    assertThat(NamePattern.parse(KEPT).read(Path.of(name), Optional.empty(), ZoneOffset.UTC))
        .isEmpty();
  }

  @Test
  void eachRotationOfADateGetsASequenceAfterAllExistingOnes() {
    var existing = new ArrayList<Mark>();
    var names = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      Path name = name(KEPT, "app.log", existing);
      names.add(name.toString());
      existing.add(read(KEPT, name.toString()).orElseThrow().mark());
    }
    existing.add(read(KEPT, "app-20261121_99.log.gz").orElseThrow().mark());
    existing.add(read("<name>-<yyyy><MM><dd>", "app.log-20261121_50").orElseThrow().mark());
    existing.add(new Mark.Numbered(200));
    names.add(name(KEPT, "app.log", existing).toString());
    names.add(name("<stem>.<yyyy><MM><dd><ext>", "app.log", existing).toString());

    assertThat(names)
        .containsExactly(
            "app-20261121.log",
            "app-20261121_02.log",
            "app-20261121_03.log",
            "app-20261121_100.log",
            "app.20261121.log");
  }

  @Test
  void thePeriodOfANameHasTheLengthOfItsSmallestUnit() {
    Mark.Dated day = (Mark.Dated) read(KEPT, "app-20261121.log").orElseThrow().mark();

    assertThat(day.period().nearest(Instant.MIN)).isEqualTo("2026-11-21T00:00:00Z");
    assertThat(day.period().nearest(Instant.MAX)).isEqualTo("2026-11-21T23:59:59.999999999Z");
    assertThat(day.period().nearest(NOW)).isEqualTo(NOW);
  }

  @Test
  void namesThatAreNotUtf8KeepTheirBytes() {
    Path log = Path.of(URI.create("file:///a%FFb.log")).getFileName();
    Path other = Path.of(URI.create("file:///a%FEb.log")).getFileName();

    Path archive = NamePattern.parse(KEPT).name(log, NOW, ZoneOffset.UTC, List.of());

    assertThat(Path.of("/").resolve(archive).toUri()).hasToString("file:///a%FFb-20261121.log");
    Optional<Path> back =
        NamePattern.parse(KEPT)
            .read(archive, Optional.empty(), ZoneOffset.UTC)
            .map(ArchiveName::log);
    assertThat(back).contains(log).isNotEqualTo(Optional.of(other));
  }

  @Test
  void namesOfTheGreatestLengthAreReadToo() {
    String log = "n".repeat(242) + ".log";

    Path archive = name(KEPT, log, List.of());

    assertThat(archive.toString()).hasSize(255);
    assertThat(read(KEPT, archive.toString()).map(ArchiveName::log)).contains(Path.of(log));
  }

  static Stream<String> patterns() {
    return Stream.of(
        KEPT,
        "<stem>.<yyyy>-<MM>-<dd><ext>",
        "<stem>_<yyyy><MM><dd>_<HH><mm><ss><ext>",
        "<name>-<yyyy><MM><dd>T<HH><mm><ss>Z",
        "<name>.<yyyy>-<MM>-<dd>",
        "<name>-<yyyy>_<MM>");
  }

  /// Rotates logs with odd names forty times at random times: no name repeats, and each yields its
  /// log and sequence, whatever its codec.
  @ParameterizedTest
  @MethodSource("patterns")
  void everyNameIsUniqueAndTraceableToItsLog(String text) {
    var random = new Random(20261121);
    NamePattern pattern = NamePattern.parse(text);
    var names = new ArchiveNames(List.of(pattern), BERLIN);
    for (int i = 0; i < 20; i++) {
      Path log = Path.of(oddName(random));
      if (names.read(log).isPresent()) {
        continue; // an archive itself, and never a log
      }
      Set<Path> given = new HashSet<>();
      var marks = new ArrayList<Mark>();
      Instant now = NOW;
      for (int rotation = 0; rotation < 40; rotation++) {
        now = now.plusSeconds(random.nextInt(3) == 0 ? random.nextInt(100_000) : 0);
        Path name = pattern.name(log, now, BERLIN, marks);
        assertThat(given.add(name)).as("%s of %s", name, log).isTrue();
        for (Path variant : ArchiveName.variants(name)) {
          ArchiveName read = names.read(variant).orElseThrow();
          assertThat(read.log()).as("%s", variant).isEqualTo(log);
          assertThat(read.plain()).isEqualTo(name);
        }
        marks.add(names.read(name).orElseThrow().mark());
      }
    }
  }

  private static String oddName(Random random) {
    List<String> parts =
        List.of(
            "app", ".log", "-", "_", ".", "1", "02", "2026", "20261121", ".gz", ".txt", "T", "ü");
    var name = new StringBuilder();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      name.append(parts.get(random.nextInt(parts.size())));
    }
    return name.toString().matches("\\.{1,2}") ? "dots" : name.toString();
  }

  private static Path name(String pattern, String log, List<Mark> existing) {
    return NamePattern.parse(pattern).name(Path.of(log), NOW, ZoneOffset.UTC, existing);
  }

  private static Optional<ArchiveName> read(String pattern, String name) {
    return new ArchiveNames(List.of(NamePattern.parse(pattern)), ZoneOffset.UTC)
        .read(Path.of(name))
        .filter(
            read ->
                read.mark() instanceof Mark.Dated dated
                    && dated.pattern().toString().equals(pattern));
  }
}
