package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OldGarbageTest {
  private static final long MIB = 1 << 20;

  private long alive = 8 * MIB;
  private long used = alive;
  private int collections;
  private final OldGarbage garbage =
      new OldGarbage(
          () -> used,
          () -> {
            used = alive;
            collections++;
          });

  @Test
  void aHeapThatGrewByMoreThanNewObjectsTakeIsCollectedOnce() {
    used = alive + 9 * MIB;
    garbage.collect();
    garbage.collect();
    assertThat(collections).isEqualTo(1);
  }

  @Test
  void whatIsAliveIsNotCollectedAgainAndAgain() {
    alive = 40 * MIB;
    used = alive;
    for (int minute = 0; minute < 60; minute++) {
      garbage.collect();
      used = alive + 6 * MIB;
    }
    assertThat(collections).isEqualTo(1);
  }

  @Test
  void anHourOfGarbageStaysWithinEightMebibytesAndAMinutesWorth() {
    long most = 0;
    for (int minute = 0; minute < 60; minute++) {
      used += 2 * MIB;
      most = Math.max(most, used);
      garbage.collect();
    }
    assertThat(most).isLessThanOrEqualTo(alive + 10 * MIB);
    assertThat(collections).isPositive();
  }
}
