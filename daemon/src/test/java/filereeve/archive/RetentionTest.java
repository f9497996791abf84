package filereeve.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which archives are removed, by number, age and total.
class RetentionTest extends ArchivesOfALog {
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
  void anArchiveIsKeptUpToItsAgeToTheInstant() {
    Keep keep = new KeepBuilder().age(Duration.ofDays(2)).keep();

    assertThat(removed(keep, file("app.log.1", 1, 1), file("app.log.2", 48, 1))).isEmpty();
    assertThat(removed(keep, file("app.log.1", 1, 1), file("app.log.2", 49, 1)))
        .containsExactly("app.log.2 AGE");
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

  /// The clocks of other hosts differ a little.
  @ParameterizedTest
  @CsvSource({"-1, false", "0, false", "60, false", "61, true", "86400, true"})
  void aDateIsInTheFutureIfItIsMoreThanAMinuteAhead(long seconds, boolean inFuture) {
    assertThat(Archive.isInFuture(NOW.plusSeconds(seconds), NOW)).isEqualTo(inFuture);
  }

  /// A clock that was ahead has left such names.
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
}
