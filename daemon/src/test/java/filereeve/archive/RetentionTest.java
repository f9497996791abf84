package filereeve.archive;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.Archive.Found;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String KEPT = "<stem>-<yyyy><MM><dd><ext>";
  private static final ArchiveNames NAMES =
      new ArchiveNames(List.of(NamePattern.parse(KEPT)), ZoneOffset.UTC);

  record Named(Path name, Stat stat) {}

  @Test
  void withoutALimitAllAreKept() {
    assertThat(removed(Keep.ALL, file("app.log.1", 1, 10), file("app.log.9", 900, 10))).isEmpty();
  }

  @Test
  void theNewestAreKeptAndTheOldestIsDeletedFirst() {
    assertThat(
            removed(
                files(2),
                file("app.log-20261118T000000Z", 0, 1),
                file("app.log-20261121T000000Z", 0, 1),
                file("app.log-20261119T000000Z.zst", 0, 1),
                file("app.log-20261120T000000Z.zst", 0, 1)))
        .containsExactly("app.log-20261118T000000Z FILES", "app.log-20261119T000000Z.zst FILES");
  }

  @Test
  void keepingNoneRemovesAll() {
    assertThat(removed(files(0), file("app.log.1", 1, 1))).containsExactly("app.log.1 FILES");
  }

  @Test
  void anArchivePastTheAgeIsDeletedWhateverTheNumber() {
    Keep keep = new KeepBuilder().files(9).age(Duration.ofDays(2)).keep();

    assertThat(
            removed(
                keep,
                file("app.log-20261119T115959Z", 0, 1),
                file("app.log-20261119T120000Z", 0, 1),
                file("app.log.1", 3 * 24, 1)))
        .containsExactly("app.log.1 AGE", "app.log-20261119T115959Z AGE");
  }

  @Test
  void pastTheTotalTheOldestAreDeletedButNeverTheNewest() {
    Keep keep = new KeepBuilder().total(100).keep();

    assertThat(removed(keep, file("app.log.1", 1, 60), file("app.log.2", 2, 40))).isEmpty();
    assertThat(
            removed(
                keep, file("app.log.1", 1, 60), file("app.log.2", 2, 41), file("app.log.3", 3, 1)))
        .containsExactly("app.log.3 TOTAL", "app.log.2 TOTAL");
    assertThat(removed(keep, file("app.log.1", 1, 200), file("app.log.2", 2, 1)))
        .containsExactly("app.log.2 TOTAL");
  }

  @Test
  void anArchiveInTwoVariantsCountsOnceAndIsDeletedInBoth() {
    var files =
        List.of(
            file("app.log-20261121T000000Z", 0, 50),
            file("app.log-20261121T000000Z.zst", 0, 5),
            file("app.log-20261120T000000Z", 0, 50),
            file("app.log-20261120T000000Z.zst", 0, 5));

    assertThat(removed(files(2), files)).isEmpty();
    assertThat(removed(files(1), files))
        .containsExactly("app.log-20261120T000000Z FILES", "app.log-20261120T000000Z.zst FILES");
  }

  @Test
  void anArchiveInTwoDirectoriesCountsOnceAndIsDeletedInBoth() {
    var files =
        List.of(
            file("app.log-20261121T000000Z", 0, 50),
            file("old/app.log-20261121T000000Z.zst", 0, 5),
            file("old/app.log-20261120T000000Z.zst", 0, 5),
            file("app.log-20261119T000000Z", 0, 50),
            file("old/app.log-20261119T000000Z.zst", 0, 5));

    assertThat(removed(files(3), files)).isEmpty();
    assertThat(removed(files(2), files))
        .containsExactlyInAnyOrder(
            "app.log-20261119T000000Z FILES", "app.log-20261119T000000Z.zst FILES");
    Keep total = new KeepBuilder().total(60).keep();
    assertThat(removed(total, files)).hasSize(2);
  }

  @Test
  void theNewestIsNeverDeletedForItsAge() {
    assertThat(removed(age(2), file("app.log.1", 24 * 365 * 40, 1))).isEmpty();
    assertThat(removed(age(2), file("app.log-19860101T000000Z", 0, 1))).isEmpty();
  }

  @Test
  void aLogThatSeemsToBeFromLongAgoTakesNoneOfItsArchivesWithIt() {
    assertThat(
            removed(
                age(10),
                file("app.log.1", 24 * 365 * 40, 1),
                file("app.log.2", 24, 1),
                file("app.log.3.gz", 48, 1),
                file("app.log.4.gz", 24 * 11, 1)))
        .containsExactly("app.log.4.gz AGE");
  }

  /// A clock that was ahead has left such names. Other hosts' clocks differ a little.
  @ParameterizedTest
  @CsvSource({"-1, false", "0, false", "60, false", "61, true", "86400, true"})
  void aDateIsInTheFutureIfItIsMoreThanAMinuteAhead(long seconds, boolean inFuture) {
    assertThat(Archive.isInFuture(NOW.plusSeconds(seconds), NOW)).isEqualTo(inFuture);
  }

  @Test
  void aDateInTheFutureIsUnknown() {
    var files =
        List.of(
            future("app.log-20350101T000000Z"),
            future("app.log-20370101T000000Z"),
            file("app.log-20261121T110000Z", 1, 1),
            file("app.log-20261120T110000Z", 25, 1),
            file("app.log-20260101T110000Z", 7700, 1));

    assertThat(order(files))
        .containsExactly(
            "app.log-20261121T110000Z",
            "app.log-20261120T110000Z",
            "app.log-20260101T110000Z",
            "app.log-20370101T000000Z",
            "app.log-20350101T000000Z");
    assertThat(removed(files(3), files))
        .containsExactly("app.log-20350101T000000Z FILES", "app.log-20370101T000000Z FILES");
    assertThat(removed(age(30), files)).containsExactly("app.log-20260101T110000Z AGE");
    assertThat(archives(files)).filteredOn(Archive::isDateUnknown).hasSize(2);
  }

  @Test
  void aDateInTheFutureGivesWayToTheTimeOfTheLastChange() {
    assertThat(
            order(
                List.of(
                    file("app.log-20350101T000000Z", 30, 1),
                    file("app.log-20261121T110000Z", 1, 1),
                    file("app.log-20261119T110000Z", 49, 1))))
        .containsExactly(
            "app.log-20261121T110000Z", "app.log-20350101T000000Z", "app.log-20261119T110000Z");
  }

  @Test
  void theOneThatWasRotatedLastIsTheNewestWhateverItsDateIs() {
    var files =
        List.of(
            file("app.log-19860101T000000Z.zst", 24 * 365 * 40, 1),
            file("app.log-20261120T000000Z", 36, 1),
            file("app.log-20261121T000000Z", 12, 1));
    List<Archive> newestFirst =
        Archive.newestFirst(
            found(files), f -> f.name().plain().equals(Path.of("app.log-19860101T000000Z")), NOW);

    assertThat(Retention.removals(newestFirst, files(2), NOW))
        .extracting(removal -> removal.archive().variants().getFirst().name())
        .containsExactly(Path.of("app.log-20261120T000000Z"));
    assertThat(Retention.removals(newestFirst, age(10), NOW)).isEmpty();
  }

  /// @param why the reason for the order
  /// @param newestFirst names, each with the hours since the last write
  record Ordered(String why, List<String> newestFirst) {
    Ordered(String why, String... newestFirst) {
      this(why, List.of(newestFirst));
    }

    List<Named> files() {
      return newestFirst.stream()
          .map(text -> text.split(" ", 2))
          .map(words -> file(words[0], Integer.parseInt(words[1]), 1))
          .toList();
    }
  }

  static Stream<Ordered> orders() {
    return Stream.of(
        new Ordered(
            "the order covers all namings and logrotates names",
            "app.log.1 1",
            "app.log-20261121T000000Z_02 0",
            "app.log-20261121T000000Z 0",
            "app.log-2026112013.gz 0",
            "app.log-20261119 0",
            "app.log.2.gz 72"),
        new Ordered(
            "within a day the files time decides the order across a change of naming",
            "app.log-20261121T110000Z 0",
            "app-20261121_03.log 3",
            "app.log.1 4",
            "app-20261121_02.log.zst 6",
            "app.log.2 7",
            "app-20261121.log 8"),
        new Ordered(
            "a touched file keeps the day of its name and its sequence",
            "app-20261121.log 999",
            "app-20261120_02.log 30",
            "app-20261120.log 0",
            "app-20261119.log 0"),
        new Ordered(
            "the same number in two directories is two archives",
            "old/app.log.1 1",
            "old/app.log.2.gz 10",
            "app.log.1 20",
            "app.log.2 30"),
        new Ordered(
            "the same date in two patterns is two archives",
            "app-20261121.log 1",
            "app.log-20261121 2"),
        new Ordered(
            "between numbered archives the number decides not a touched file",
            "app.log.1 24",
            "app.log.2 48",
            "app.log.3 48",
            "app.log.10 1"));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void archivesAreInOrderInWhateverOrderTheyAreFound(Ordered wanted) {
    var found = new ArrayList<>(wanted.files());
    List<String> newestFirst = found.stream().map(file -> file.name().toString()).toList();
    for (int seed = 0; seed < 10; seed++) {
      Collections.shuffle(found, new Random(seed));

      assertThat(order(found)).as(wanted.why()).isEqualTo(newestFirst);
    }
  }

  @Test
  void otherFilesOfTheDirectoryAreNeverCounted() {
    assertThat(order(List.of(file("app.log", 0, 1), file("app.log.bak", 0, 1), file("x", 0, 1))))
        .isEmpty();
  }

  private static List<String> removed(Keep keep, List<Named> files) {
    return Retention.removals(archives(files), keep, NOW).stream()
        .flatMap(
            removal ->
                removal.archive().variants().stream()
                    .map(variant -> variant.name() + " " + removal.reason()))
        .toList();
  }

  private static List<String> removed(Keep keep, Named... files) {
    return removed(keep, List.of(files));
  }

  private static List<String> order(List<Named> files) {
    return archives(files).stream()
        .map(archive -> archive.directory().resolve(archive.variants().getFirst().name()))
        .map(path -> Path.of("/srv").relativize(path).toString())
        .toList();
  }

  private static List<Archive> archives(List<Named> files) {
    return Archive.newestFirst(found(files), _ -> false, NOW);
  }

  private static List<Found> found(List<Named> files) {
    return files.stream()
        .flatMap(
            file ->
                NAMES.read(file.name().getFileName()).stream()
                    .map(name -> new Found(directory(file), name, file.stat())))
        .toList();
  }

  private static Path directory(Named file) {
    Path parent = file.name().getParent();
    return parent == null ? Path.of("/srv") : Path.of("/srv").resolve(parent);
  }

  private static Keep files(int count) {
    return new KeepBuilder().files(count).keep();
  }

  private static Keep age(int days) {
    return new KeepBuilder().age(Duration.ofDays(days)).keep();
  }

  /// With all its dates in the future.
  private static Named future(String name) {
    return file(name, -24 * 400, 1);
  }

  private static Named file(String name, int hoursAgo, long size) {
    Instant modified = NOW.minus(Duration.ofHours(hoursAgo));
    return new Named(
        Path.of(name),
        new Stat(
            Stat.Type.REGULAR,
            1,
            1,
            0640,
            1,
            0,
            0,
            size,
            size,
            modified,
            modified,
            modified,
            modified,
            true));
  }
}
