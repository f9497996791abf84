package filereeve.bench.methods;

import filereeve.event.Cause;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.event.Work;
import filereeve.queue.Debounce;
import filereeve.queue.Terms;
import filereeve.queue.TriggerQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The queue: a trigger for a key that waits already, and the way of a key through it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueueBenchmark {
  private static final String LANE = "lane";
  private static final RuleName RULE = new RuleName("rotate", "app");
  private static final long QUIET = Duration.ofSeconds(1).toNanos();

  /// How many keys wait.
  @Param({"1", "100000"})
  private int keys;

  private Trigger[] triggers = {};
  private TriggerQueue<String> queue = queue(1);
  private int next;
  private long now;

  @Setup
  public void fill() {
    triggers =
        IntStream.range(0, keys)
            .mapToObj(i -> new Subject.File(Path.of("/var/log/app/" + i + ".log")))
            .map(file -> new Trigger(RULE, file, Cause.CHANGE))
            .toArray(Trigger[]::new);
    queue = queue(keys);
    for (Trigger trigger : triggers) {
      queue.offer(trigger, now);
    }
  }

  private static TriggerQueue<String> queue(int limit) {
    var terms = new Terms<>(new Debounce(Duration.ofNanos(QUIET), Duration.ofDays(99)), LANE);
    return new TriggerQueue<>(_ -> Optional.of(terms), limit, (_, _) -> {});
  }

  /// One more change of a file that is debounced.
  @Benchmark
  public boolean offerAgain() {
    return queue.offer(trigger(), ++now);
  }

  /// The quiet time passes, a worker takes the key, ends, and the file changes again.
  @Benchmark
  public Work takeAndOffer() {
    now += QUIET;
    Work work = queue.poll(LANE, 1, now).orElseThrow();
    RunKey key = work.key();
    queue.finished(key);
    queue.offer(new Trigger(key, Cause.CHANGE), now);
    return work;
  }

  private Trigger trigger() {
    next = next + 1 == keys ? 0 : next + 1;
    return triggers[next];
  }
}
