package filereeve.watch;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import filereeve.event.Cause;
import filereeve.event.FileEvent;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.event.Work;
import filereeve.queue.BlockingTriggerQueue;
import filereeve.queue.Debounce;
import filereeve.queue.Terms;
import filereeve.queue.TriggerQueue;
import filereeve.route.Claim;
import filereeve.route.Claims;
import filereeve.route.FileWalk;
import filereeve.route.Glob;
import filereeve.route.Router;
import filereeve.route.Watched;
import filereeve.testing.Looking;
import filereeve.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Rules that only look, and remember what they saw: at rest, that is what is there.
final class ModelRules implements AutoCloseable {
  private static final String LANE = "rotate";
  private static final RuleName LOGS = new RuleName("rotate", "logs");
  private static final RuleName DATA = new RuleName("compress", "data");
  private static final RuleName CONF = new RuleName("reload", "conf");
  private static final Duration RETRY = Duration.ofMillis(50);
  private static final String DENIED = AccessDeniedException.class.getSimpleName();
  private static final Debounce DEBOUNCE =
      new Debounce(Duration.ofMillis(2), Duration.ofMillis(10));

  private final Map<RuleName, List<Glob>> globs;
  private final Path conf;
  private final boolean retries;
  private final Claims claims;
  private final BlockingTriggerQueue<String> queue;
  private final Map<Path, String> seen = new ConcurrentHashMap<>();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final Semaphore looked = new Semaphore(0);
  private final Thread worker = Thread.ofPlatform().name("model-rules").unstarted(this::work);
  private volatile Map<Path, String> configuration = Map.of();

  private volatile Watched watched = Looking.ANYWAY;

  /// Holds up whoever hands events over.
  final Semaphore gate = new Semaphore(1);

  /// @param queueLimit waiting keys
  /// @param retries whether a look that was denied is tried again, as the program does it:
  ///   directory-watcher does not hear of the rights of a root
  ModelRules(ModelTree tree, boolean retries, int queueLimit) {
    this.retries = retries;
    conf = tree.root("conf");
    globs =
        Map.of(
            LOGS, List.of(glob(tree.root("logs"), "**/*.log"), glob(tree.root("logs"), "d/*")),
            DATA, List.of(glob(tree.root("data"), "*/*.csv"), glob(tree.root("data"), "*.csv")),
            CONF, List.of(glob(conf, "**")));
    List<Glob> temporary = List.of(Glob.parse("/**/*.tmp"));
    claims =
        new Claims(
            globs.entrySet().stream()
                .map(
                    e ->
                        new Claim(
                            e.getKey(), e.getValue(), temporary, !e.getKey().equals(CONF), true))
                .toList());
    queue =
        new BlockingTriggerQueue<>(
            new TriggerQueue<>(
                key -> Optional.of(new Terms<>(DEBOUNCE, LANE)), queueLimit, (_, _) -> {}),
            Ticker.SYSTEM);
    worker.start();
  }

  private static Glob glob(Path root, String pattern) {
    return Glob.parse(root + "/" + pattern);
  }

  /// The looks at the start, as the program makes them: at files while directories are registered,
  /// at what may be behind links after that.
  void begin(Watch watch) throws InterruptedException {
    watched = watch::await;
    watch.replace(
        roots(),
        () -> {
          begin(LOGS);
          begin(DATA);
        });
    begin(CONF);
  }

  private void begin(RuleName rule) {
    queue.offer(new Trigger(rule, new Subject.Whole(), Cause.START));
  }

  private Roots roots() {
    return new Roots(claims.roots(), claims::reach, claims::followsLink);
  }

  /// What the watch is given.
  void accept(FileEvent event) {
    gate.acquireUninterruptibly();
    try {
      check(event);
      new Router(claims).route(event).forEach(queue::offer);
    } finally {
      gate.release();
    }
  }

  /// Nothing outside of the rules is ever told of.
  private void check(FileEvent event) {
    Path path = event.path();
    if (claims.roots().stream().noneMatch(path::startsWith)) {
      wrong.add("outside of the rules: " + event);
    }
  }

  /// Waits until everything that is there was seen as it is.
  ///
  /// @return what was not; empty if all was
  List<String> settle(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      looked.drainPermits();
      List<String> missed = missed();
      long left = end - System.nanoTime();
      if (missed.isEmpty() || left <= 0) {
        return missed;
      }
      var _ = looked.tryAcquire(Math.min(left, 100_000_000L), TimeUnit.NANOSECONDS);
    }
  }

  private List<String> missed() throws InterruptedException {
    var missed = new TreeSet<String>();
    for (RuleName rule : Set.of(LOGS, DATA)) {
      walk(
          rule,
          path -> {
            String is = content(path);
            String was = seen.getOrDefault(path, "never seen");
            if (!is.equals(was)) {
              missed.add("%s: is [%s], was seen as [%s]".formatted(path, is, was));
            }
          },
          () -> {});
    }
    Map<Path, String> is = readConfiguration();
    Map<Path, String> was = configuration;
    var all = new TreeSet<Path>(is.keySet());
    all.addAll(was.keySet());
    for (Path path : all) {
      if (!is.getOrDefault(path, "").equals(was.getOrDefault(path, ""))) {
        missed.add("%s: is [%s], was read as [%s]".formatted(path, is.get(path), was.get(path)));
      }
    }
    return Stream.concat(missed.stream(), wrong.stream()).toList();
  }

  private void work() {
    try {
      for (var work = queue.take(LANE, 1); work.isPresent(); ) {
        look(work.get());
        queue.finished(work.get().key());
        looked.release();
        work = queue.take(LANE, 1);
      }
    } catch (InterruptedException | RuntimeException e) {
      wrong.add("the rules ended: " + e);
    }
  }

  private void look(Work work) throws InterruptedException {
    RunKey key = work.key();
    if (key.rule().equals(CONF)) {
      configuration = readConfiguration();
      if (retries && configuration.containsValue(DENIED)) {
        queue.later(key, Cause.RETRY, RETRY, false);
      }
    } else if (key.subject() instanceof Subject.File(Path path)) {
      if (claims.owner(path).filter(key.rule()::equals).isEmpty()) {
        wrong.add("outside of the rule: " + work);
      }
      seen.put(path, content(path));
    } else {
      Runnable again = retries ? () -> queue.later(key, Cause.RETRY, RETRY, false) : () -> {};
      walk(key.rule(), path -> seen.put(path, content(path)), again);
    }
  }

  private void walk(RuleName rule, Consumer<Path> owned, Runnable unreadable)
      throws InterruptedException {
    try {
      FileWalk.walk(
          watched,
          () -> {},
          globs.getOrDefault(rule, List.of()),
          new FileWalk.Visit() {
            @Override
            public void file(Path path, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()
                  && claims.owner(path).filter(rule::equals).isPresent()) {
                owned.accept(path);
              }
            }

            @Override
            public void unreadable(Path path, IOException why) {
              unreadable.run();
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(Path path) {
    try {
      return new String(Files.readAllBytes(path), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  /// All files in the directory; links are followed to files and into one directory.
  private Map<Path, String> readConfiguration() {
    var found = new TreeMap<Path, String>();
    read(conf, found);
    return found;
  }

  private void read(Path directory, Map<Path, String> found) {
    try (Stream<Path> names = Files.list(directory)) {
      for (Path path : names.toList()) {
        if (Files.isDirectory(path, NOFOLLOW_LINKS)) {
          if (claims.reach(path).mayMatchBelow()) {
            read(path, found);
          }
        } else if (!Files.isDirectory(path)) {
          found(path, found);
        } else if (claims.followsLink(path)) {
          try (Stream<Path> linked = Files.list(path)) {
            linked.filter(p -> Files.isRegularFile(p)).forEach(p -> found(p, found));
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      found.put(directory, e.getClass().getSimpleName());
    }
  }

  private void found(Path path, Map<Path, String> found) {
    // It follows everything that its rule names.
    if (claims.followsLink(path) && !path.toString().endsWith(".tmp")) {
      found.put(path, content(path));
    }
  }

  @Override
  public void close() {
    queue.close();
    try {
      worker.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
