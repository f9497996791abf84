package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.Stat;
import filereeve.testing.Held;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FirstSeenTest {
  private static final Path LOG = Path.of("/var/log/app.log");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final FirstSeen seen = new FirstSeen();

  @Test
  void aKnownBirthIsTaken() {
    assertThat(born(stat(1, 10, NOW.minusSeconds(60), true), NOW)).isEqualTo(NOW.minusSeconds(60));
  }

  @Test
  void whereTheBirthIsUnknownABusyLogGetsOlderAllTheSame() {
    for (int second = 0; second < 100; second++) {
      Instant now = NOW.plusSeconds(second);
      assertThat(born(stat(1, 10 + second, now, false), now)).isEqualTo(NOW);
    }
  }

  @Test
  void whereTheBirthIsUnknownAnEarlierTimeOfTheFileIsTaken() {
    assertThat(born(stat(1, 10, NOW.minusSeconds(60), false), NOW)).isEqualTo(NOW.minusSeconds(60));
    assertThat(born(stat(1, 20, NOW.plusSeconds(5), false), NOW.plusSeconds(5)))
        .isEqualTo(NOW.minusSeconds(60));
  }

  @Test
  void anotherFileAndOneThatBecameShorterAreBegunAnew() {
    born(stat(1, 10, NOW, false), NOW);
    Instant later = NOW.plusSeconds(60);
    assertThat(born(stat(2, 20, later, false), later)).isEqualTo(later);
    Instant last = NOW.plusSeconds(120);
    assertThat(born(stat(2, 5, last, false), last)).isEqualTo(last);
  }

  @Test
  void aBirthInTheFutureIsUnknown() {
    Instant future = NOW.plus(Duration.ofDays(365));
    assertThat(born(stat(1, 10, future, true), NOW)).isEqualTo(NOW);
    assertThat(born(stat(1, 10, future, true), NOW.plusSeconds(90))).isEqualTo(NOW);
    Instant back = NOW.minusSeconds(3600); // the clock again
    assertThat(born(stat(1, 10, future, true), back)).isEqualTo(back);
  }

  @Test
  void theFirstOfTenThousandLogsIsForgottenForTheNext() {
    for (int i = 0; i < 10_100; i++) {
      seen.dated(Path.of("/var/log/" + i + ".log"), stat(i, 10, NOW, false), NOW);
    }
    assertThat(Held.by(seen)).containsEntry("FirstSeen.logs", 10_000);
  }

  private Instant born(Stat stat, Instant now) {
    return seen.dated(LOG, stat, now).born();
  }

  private static Stat stat(long inode, long size, Instant time, boolean isBirthKnown) {
    return new Stat(
        Stat.Type.REGULAR,
        1,
        inode,
        0640,
        1,
        0,
        0,
        size,
        size,
        time,
        time,
        time,
        time,
        isBirthKnown);
  }
}
