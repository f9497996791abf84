package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OwnChangesTest {
  private static final Set<Path> CAUSE = Set.of(Path.of("/etc/app/app.conf"));
  private static final Snapshot FOUND = new Snapshot(new TreeMap<>());

  private final OwnChanges own = new OwnChanges(Duration.ofSeconds(2), Duration.ofSeconds(30));
  private Instant now = Instant.parse("2026-11-21T00:00:00Z");

  /// A file that changes at once each time that it was applied.
  ///
  /// @return the pauses before those rounds that were found to be a loop, in seconds
  private List<Long> rounds(int count) {
    var pauses = new ArrayList<Long>();
    for (int i = 0; i < count; i++) {
      Optional<OwnChanges.Loop> loop = own.loop(CAUSE, FOUND, now);
      if (loop.isPresent()) {
        if (loop.get().state() == OwnChanges.Loop.State.FOUND) {
          pauses.add(loop.get().pause().toSeconds());
        }
        now = loop.get().until();
        assertThat(own.loop(CAUSE, FOUND, now)).as("the pause is over").isEmpty();
      }
      own.applied(CAUSE, FOUND, FOUND, now);
    }
    return pauses;
  }

  @Test
  void thePausesOfALoopDoubleUpToTenMinutesAndThoseOfTheNextLoopBeginAnew() {
    List<Long> doubled = List.of(10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L);
    for (int loop = 0; loop < 3; loop++) {
      assertThat(rounds(5)).as("it may be chance").isEmpty();
      assertThat(rounds(8)).isEqualTo(doubled);
      now = now.plus(Duration.ofHours(1));
    }
  }
}
