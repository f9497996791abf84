package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.dispatch.Assignment;
import filereeve.dispatch.Dispatcher;
import filereeve.dispatch.Handler;
import filereeve.dispatch.Lane;
import filereeve.dispatch.RetryPolicy;
import filereeve.dispatch.Run;
import filereeve.dispatch.WorkSource;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.Subject;
import filereeve.posix.LinuxPosix;
import filereeve.queue.BlockingTriggerQueue;
import filereeve.queue.Debounce;
import filereeve.queue.Terms;
import filereeve.queue.TriggerQueue;
import filereeve.route.Claim;
import filereeve.route.Claims;
import filereeve.route.FileWalk;
import filereeve.route.Glob;
import filereeve.route.Router;
import filereeve.testing.Durability;
import filereeve.testing.Looking;
import filereeve.testing.RecordingLog;
import filereeve.time.Ticker;
import filereeve.watch.Roots;
import filereeve.watch.Source;
import filereeve.watch.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The whole way of a change, joined as the program joins it: kernel, watch, route, queue,
/// dispatch.
@Tag("slow")
class FlowTest {
  private static final RuleName RULE = new RuleName("rotate", "burst");
  private static final int DIRECTORIES = 200;

  /// Are there before: each of their files has an event of its own. Of a new directory, the first
  /// look may be all that is reported.
  private static final int OLD_DIRECTORIES = 100;

  private static final int FILES = 20_000;
  private static final int LIMIT = 1_000;

  @TempDir private Path temp;
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private final Set<Path> covered = ConcurrentHashMap.newKeySet();
  private final CountDownLatch burstOver = new CountDownLatch(1);
  private final CountDownLatch allCovered = new CountDownLatch(1);
  private final List<RuleName> collapses = new CopyOnWriteArrayList<>();
  private final AtomicInteger mostWaiting = new AtomicInteger();

  @Test
  void everyFileOfABurstIsCoveredThoughTheQueueIsFarTooSmall() throws Exception {
    Path root = Files.createDirectories(temp.toRealPath().resolve("root"));
    for (int i = 0; i < OLD_DIRECTORIES; i++) {
      Files.createDirectory(root.resolve("d" + i));
    }
    var glob = Glob.parse(root + "/**/*.log");
    var claims = new Claims(List.of(new Claim(RULE, List.of(glob))));
    var router = new Router(claims);
    var debounce = new Debounce(Duration.ofMillis(20), Duration.ofMillis(100));
    try (var queue =
            new BlockingTriggerQueue<Lane>(
                new TriggerQueue<>(
                    key -> Optional.of(new Terms<>(debounce, recorder(glob).lane(key.subject()))),
                    LIMIT,
                    (rule, _) -> collapses.add(rule)),
                Ticker.SYSTEM);
        var watch =
            new Watch(
                Source.AUTO,
                Durability.of(new LinuxPosix()),
                event -> {
                  router.route(event).forEach(queue::offer);
                  mostWaiting.accumulateAndGet(queue.waiting(), Math::max);
                },
                log,
                InstantSource.system(),
                Ticker.SYSTEM)) {
      Dispatcher dispatcher =
          dispatcher(new QueueSource(queue, new RescanPace(System::nanoTime), log), recorder(glob));
      dispatcher.start();
      watch.replace(new Roots(claims.roots(), claims::reach, claims::followsLink));

      Set<Path> made = burst(root);

      burstOver.countDown();
      allCovered.await();
      assertThat(dispatcher.stop(Duration.ofSeconds(5))).isTrue();
      assertThat(covered).isEqualTo(made);
      assertThat(collapses).isNotEmpty();
      assertThat(mostWaiting.get()).isLessThanOrEqualTo(LIMIT + 1);
    }
  }

  private static Set<Path> burst(Path root) throws IOException {
    var made = new HashSet<Path>();
    for (int i = 0; i < DIRECTORIES; i++) {
      Path directory = Files.createDirectories(root.resolve("d" + i));
      for (int j = 0; j < FILES / DIRECTORIES; j++) {
        made.add(Files.createFile(directory.resolve("f" + j + ".log")));
      }
    }
    return made;
  }

  private Handler recorder(Glob glob) {
    return new Handler() {
      @Override
      public Lane lane(Subject subject) {
        return subject instanceof Subject.Whole ? Lane.SCAN : Lane.ROTATE;
      }

      @Override
      public Outcome handle(Run run) throws InterruptedException {
        burstOver.await();
        return switch (run.key().subject()) {
          case Subject.File(Path path) -> cover(List.of(path));
          case Subject.Part _ -> throw new AssertionError(run.key());
          case Subject.Whole() -> cover(walk(glob));
        };
      }

      private Outcome cover(List<Path> paths) {
        covered.addAll(paths);
        if (covered.size() == FILES) {
          allCovered.countDown();
        }
        return new Outcome.Done();
      }
    };
  }

  private static List<Path> walk(Glob glob) throws InterruptedException {
    var found = new ArrayList<Path>();
    try {
      FileWalk.walk(
          Looking.ANYWAY,
          () -> {},
          List.of(glob),
          new FileWalk.Visit() {
            @Override
            public void file(Path path, BasicFileAttributes attributes) {
              found.add(path);
            }

            @Override
            public void unreadable(Path path, IOException why) {
              throw new AssertionError(path + " " + why);
            }
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return found;
  }

  private Dispatcher dispatcher(WorkSource source, Handler handler) {
    var assignment =
        new Assignment(
            handler,
            Claims.NONE,
            Duration.ofMinutes(1),
            new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(9)));
    return new Dispatcher(
        new Dispatcher.Parts(
            Map.of(Lane.SCAN, 2, Lane.ROTATE, 2),
            source,
            _ -> Optional.of(assignment),
            (_, _, _) -> {},
            _ -> {},
            log,
            InstantSource.system(),
            Ticker.SYSTEM,
            () -> 0.5));
  }
}
