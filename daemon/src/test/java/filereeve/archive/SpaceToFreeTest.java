package filereeve.archive;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.ArchiveName.Mark.Numbered;
import filereeve.archive.SpaceToFree.Candidate;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpaceToFreeTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void withEnoughFreeSpaceNothingIsDeleted() {
    assertThat(removed(0, candidate("a", 1, 10), candidate("b", 2, 10))).isEmpty();
  }

  @Test
  void itIsEnoughIfNoArchiveHasToBeDeleted() {
    var nothingMissing = new SpaceToFree(0);
    var byteMissing = new SpaceToFree(1);
    assertThat(byteMissing.isEnough()).isTrue();
    for (Candidate candidate : List.of(candidate("a", 1, 10), candidate("b", 2, 10, 1000))) {
      nothingMissing.offer(candidate);
      byteMissing.offer(candidate);
    }

    assertThat(nothingMissing.isEnough()).isTrue();
    assertThat(byteMissing.isEnough()).isFalse();
  }

  /// The next run continues.
  @Test
  void oneRunDeletesAtMostTenThousandArchivesOfAUser() {
    var chosen = new SpaceToFree(Long.MAX_VALUE);
    for (int age = 1; age <= 10_002; age++) {
      chosen.offer(candidate("a", age, 1));
    }

    assertThat(chosen.toDelete())
        .hasSize(10_000)
        .last()
        .satisfies(newest -> assertThat(newest.archive().mark()).isEqualTo(new Numbered(3)));
  }

  @Test
  void theOldestOfAllLogsAreDeletedAndNoMoreThanNeeded() {
    var a = candidate("a", 1, 10);
    var b = candidate("b", 2, 10);
    var c = candidate("a", 3, 10);
    var d = candidate("b", 4, 10);

    assertThat(removed(1, a, b, c, d)).containsExactly("b 4");
    assertThat(removed(10, b, a, d, c)).containsExactly("b 4");
    assertThat(removed(11, d, c, b, a)).containsExactly("b 4", "a 3");
    assertThat(removed(1000, a, b, c, d)).containsExactly("b 4", "a 3", "b 2", "a 1");
  }

  @Test
  void anArchiveThatFreesNothingIsKeptUnlessANewerOneIsDeleted() {
    assertThat(removed(5, candidate("a", 3, 0), candidate("a", 2, 5), candidate("a", 1, 5)))
        .containsExactly("a 3", "a 2");
    assertThat(removed(5, candidate("a", 2, 5), candidate("a", 1, 0))).containsExactly("a 2");
  }

  /// He can date his files as he likes.
  @Test
  void theUserWithTheMostGoesFirstAndHisDatesReachNobodyElsesArchives() {
    var all = new ArrayList<>(List.of(candidate("b", 100, 10), candidate("b", 200, 10)));
    for (int i = 0; i < 9; i++) {
      all.add(candidate("a", i, 10, 1000));
    }

    assertThat(removed(70, all.toArray(Candidate[]::new)))
        .containsExactly("a 8", "a 7", "a 6", "a 5", "a 4", "a 3", "a 2");
    assertThat(removed(90, all.toArray(Candidate[]::new))).hasSize(9).contains("b 200");
  }

  /// In whatever order they are offered, the result is the shortest sequence of the oldest that
  /// suffices.
  @Test
  void theOrderOfOfferingDoesNotMatter() {
    var random = new Random(4);
    for (int round = 0; round < 200; round++) {
      var all = new ArrayList<Candidate>();
      for (int i = 0; i < 30; i++) {
        all.add(candidate("log" + random.nextInt(4), 1000 - i, random.nextInt(20)));
      }
      long missing = random.nextInt(400);
      var expected = new ArrayList<Candidate>();
      long freed = 0;
      for (Candidate next : all) {
        if (freed >= missing) {
          break;
        }
        expected.add(next);
        freed += next.archive().bytesOnDisk();
      }
      Collections.shuffle(all, random);
      var chosen = new SpaceToFree(missing);
      all.forEach(chosen::offer);

      assertThat(chosen.toDelete()).containsExactlyElementsOf(expected);
    }
  }

  private static List<String> removed(long missing, Candidate... candidates) {
    var chosen = new SpaceToFree(missing);
    for (Candidate candidate : candidates) {
      chosen.offer(candidate);
    }
    return chosen.toDelete().stream()
        .map(c -> c.log().getFileName() + " " + c.archive().variants().getFirst().stat().inode())
        .toList();
  }

  /// @param age in days, and the inode
  private static Candidate candidate(String log, int age, long bytesOnDisk) {
    return candidate(log, age, bytesOnDisk, 0);
  }

  private static Candidate candidate(String log, int age, long bytesOnDisk, int user) {
    Instant time = NOW.minusSeconds(86_400L * age);
    var stat =
        new Stat(
            Stat.Type.REGULAR,
            1,
            age,
            0640,
            1,
            user,
            0,
            1,
            bytesOnDisk,
            time,
            time,
            time,
            time,
            true);
    var variant = new Archive.Variant(Path.of(log + "." + age), Optional.empty(), stat);
    return new Candidate(
        Path.of("/srv", log),
        new Archive(
            Path.of("/srv"),
            new ArchiveName.Mark.Numbered(age),
            time,
            Optional.of(time),
            List.of(variant)));
  }
}
