package filereeve.kind.rotate;

import filereeve.telemetry.Event;
import filereeve.testing.FileDates;
import filereeve.testing.MemoryTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.Seeds;
import filereeve.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Random histories: programs write, the rule rotates, compresses and removes, calls fail, the
/// program is killed, settings change, an operator interferes. Whenever it comes to rest, what
/// [AtRest] says is true; and no file is ever removed but as [RetentionWitness] says. See [Seeds].
class RotatePropertyTest {
  private static final int HISTORIES = 80;
  private static final int STEPS = 50;

  /// An operator removes an archive between retention's inspection and its removal of another; the
  /// record of a cut is left behind by a full disk, and an archive is removed after that.
  private static final Set<Long> ONCE_FAILED = Set.of(2000307L, 3000186L);

  @TempDir(factory = MemoryTempDir.class)
  private Path tempDir;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  @Test
  void whateverHappensEveryLineIsThereOnce() throws Exception {
    log.expect(Event.RECOVERED_FILE, Event.SKIPPED_UNSAFE, Event.STILL_WRITTEN);
    Seeds.play(HISTORIES, ONCE_FAILED, this::play);
  }

  private void play(long seed) throws Exception {
    // Later than any file that is made: a birth cannot be set.
    Instant start = FileDates.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(2));
    Path root = Files.createDirectory(tempDir.resolve("seed-" + seed));
    try (var episode = new Episode(root, seed, new TestClock(start.toString()), log)) {
      episode.play(STEPS);
    }
  }
}
