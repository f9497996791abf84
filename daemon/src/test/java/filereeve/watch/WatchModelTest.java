package filereeve.watch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import filereeve.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A random script of file operations against the real kernel, with lost events and a queue that is
/// far too small. At rest, rules have seen everything as it is.
///
/// See [Seeds]. The kernel's and the daemon's threads take turns as they like, so that a script may
/// have to be played several times.
class WatchModelTest {
  private static final int SCRIPTS = 2;
  private static final int ROUNDS = 60;

  /// A round through directory-watcher takes twenty times as long as one through inotify.
  private static final int SLOW_ROUNDS = 15;

  private static final int MOST_STEPS = 40;

  /// The first covers what was missed by looking at everything all the time; the second does not.
  private static final int[] QUEUE_LIMITS = {20, 10_000};

  private static final int STEPS_AT_START = 200;
  private static final Duration PAUSE = Duration.ofNanos(50_000);
  private static final Duration REST = Duration.ofMinutes(2);

  @TempDir private Path dir;
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void whateverHappensEveryFileIsLookedAtAfterItsLastChange(Source source) throws Exception {
    log.expect(Event.WATCH_FAILED); // directories without rights
    Seeds.play(SCRIPTS, seed -> play(source, seed));
  }

  private void play(Source source, long seed) throws Exception {
    var random = new Random(seed);
    var tree = new ModelTree(Files.createDirectory(dir.resolve("seed-" + seed)), random);
    int rounds = source == Source.DIRECTORY_WATCHER ? SLOW_ROUNDS : ROUNDS;
    int limit = QUEUE_LIMITS[random.nextInt(QUEUE_LIMITS.length)];
    var opened = new AtomicReference<FaultyEvents>();
    Kernel kernel =
        TestKernel.of(
                () -> {
                  opened.set(
                      new FaultyEvents(source.opening(new LinuxPosix(), log).open(), _ -> pause()));
                  return opened.get();
                })
            .polling(Duration.ofMillis(50))
            .pausing(Duration.ofMillis(5));
    try (var rules = new ModelRules(tree, source == Source.DIRECTORY_WATCHER, limit);
        var watch = new Watch(rules::accept, log, InstantSource.system(), kernel)) {
      for (int round = 0; round <= rounds; round++) {
        if (round == 0) {
          begin(rules, watch, tree);
        } else {
          go(tree, random, opened.get());
        }
        tree.makeAll();
        if (round == rounds) {
          rules.gate.acquire();
          tree.overflow();
          rules.gate.release();
        }
        assertThat(rules.settle(REST))
            .as("%s, round %d after %s", source, round, tree.last())
            .isEmpty();
      }
    }
  }

  private static void go(ModelTree tree, Random random, FaultyEvents events) throws IOException {
    for (int step = random.nextInt(MOST_STEPS); step >= 0; step--) {
      tree.step();
      if (random.nextInt(10 * MOST_STEPS) == 0) {
        events.overflow = true;
      }
    }
  }

  /// What happens before, while and after directories are registered and scanned.
  private static void begin(ModelRules rules, Watch watch, ModelTree tree) throws Exception {
    steps(tree, STEPS_AT_START);
    var begun =
        new FutureTask<>(
            () -> {
              rules.begin(watch);
              return true;
            });
    Thread.ofPlatform().start(begun);
    steps(tree, STEPS_AT_START);
    begun.get();
  }

  private static void steps(ModelTree tree, int count) throws IOException {
    for (int step = 0; step < count; step++) {
      tree.step();
    }
  }

  /// So that registering takes about as long as what happens meanwhile.
  private static @Nullable IOException pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
    return null;
  }
}
