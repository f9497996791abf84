package filereeve.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The order of the archives of a log, newest first.
class NewestFirstTest extends ArchivesOfALog {
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

  /// @param why the reason for the order
  record Ordered(String why, List<Named> newestFirst) {
    Ordered(String why, Named... newestFirst) {
      this(why, List.of(newestFirst));
    }

    @Override
    public String toString() {
      return why;
    }
  }

  static Stream<Ordered> orders() {
    return Stream.of(
        new Ordered(
            "the order covers all namings and logrotates names",
            file("app.log.1", 1),
            file("app.log-20261121T000000Z_02", 0),
            file("app.log-20261121T000000Z", 0),
            file("app.log-2026112013.gz", 0),
            file("app.log-20261119", 0),
            file("app.log.2.gz", 72)),
        new Ordered(
            "within a day the files time decides the order across a change of naming",
            file("app.log-20261121T110000Z", 0),
            file("app-20261121_03.log", 3),
            file("app.log.1", 4),
            file("app-20261121_02.log.zst", 6),
            file("app.log.2", 7),
            file("app-20261121.log", 8)),
        new Ordered(
            "a touched file keeps the day of its name and its sequence",
            file("app-20261121.log", 999),
            file("app-20261120_02.log", 30),
            file("app-20261120.log", 0),
            file("app-20261119.log", 0)),
        new Ordered(
            "the same number in two directories is two archives",
            file("old/app.log.1", 1),
            file("old/app.log.2.gz", 10),
            file("app.log.1", 20),
            file("app.log.2", 30)),
        new Ordered(
            "the same date in two patterns is two archives",
            file("app-20261121.log", 1),
            file("app.log-20261121", 2)),
        new Ordered(
            "between numbered archives the number decides not a touched file",
            file("app.log.1", 24),
            file("app.log.2", 48),
            file("app.log.3", 48),
            file("app.log.10", 1)));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void archivesAreInOrderInWhateverOrderTheyAreFound(Ordered wanted) {
    var found = new ArrayList<>(wanted.newestFirst());
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
}
