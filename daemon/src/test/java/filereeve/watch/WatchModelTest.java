package filereeve.watch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A random script of file operations against the real kernel, with lost events and a queue that is
/// far too small. At rest, rules have seen everything as it is.
///
/// `-Dfilereeve.seed=7` plays one script again, `-Dfilereeve.seeds=500` plays more of them. The
/// kernel's and the daemon's threads take turns as they like, so that a script may have to be
/// played several times.
class WatchModelTest {
  private static final int SCRIPTS = 2;
  private static final int ROUNDS = 60;
  private static final int MOST_STEPS = 40;

  /// The first covers what was missed by looking at everything all the time; the second does not.
  private static final int[] QUEUE_LIMITS = {20, 10_000};

  private static final Duration REST = Duration.ofSeconds(20);

  @TempDir private Path dir;
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void whateverHappensEveryFileIsLookedAtAfterItsLastChange(Source source) throws Exception {
    log.expect(Event.NOT_WATCHED); // folders without rights
    Long one = Long.getLong("filereeve.seed");
    if (one != null) {
      play(source, one);
      return;
    }
    for (long seed = 1; seed <= Long.getLong("filereeve.seeds", SCRIPTS); seed++) {
      play(source, seed);
    }
  }

  private void play(Source source, long seed) throws Exception {
    var random = new Random(seed);
    var tree = new ModelTree(Files.createDirectory(dir.resolve("seed-" + seed)), random);
    int limit = QUEUE_LIMITS[random.nextInt(QUEUE_LIMITS.length)];
    var opened = new AtomicReference<FaultyEvents>();
    Kernel kernel =
        Kernel.of(
                () -> {
                  opened.set(new FaultyEvents(source.open(), _ -> null));
                  return opened.get();
                })
            .polling(Duration.ofMillis(50))
            .pausing(Duration.ofMillis(5));
    try (var rules = new ModelRules(tree, source == Source.DIRECTORY_WATCHER, limit);
        var watch = new Watch(rules::accept, log, InstantSource.system(), kernel)) {
      watch.replace(rules.roots());
      for (int round = 1; round <= ROUNDS; round++) {
        for (int step = random.nextInt(MOST_STEPS); step >= 0; step--) {
          tree.step();
          if (random.nextInt(10 * MOST_STEPS) == 0) {
            opened.get().overflow = true;
          }
        }
        tree.makeAll();
        if (round == ROUNDS) {
          rules.gate.acquire();
          tree.overflow();
          rules.gate.release();
        }
        assertThat(rules.settle(REST))
            .as(
                "seed %d (-Dfilereeve.seed=%d), %s, round %d after %s",
                seed, seed, source, round, tree.last())
            .isEmpty();
      }
    }
  }
}
