package filereeve.bench.methods;

import filereeve.event.FileEvent;
import filereeve.event.RuleName;
import filereeve.event.Trigger;
import filereeve.route.Claim;
import filereeve.route.Claims;
import filereeve.route.Glob;
import filereeve.route.Router;
import java.nio.file.Path;
import java.util.List;
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

/// From an event to the rules that care: done once for each event of the kernel.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouterBenchmark {
  @Param({"1", "1000"})
  private int rules;

  /// One that a rule owns, and one that nobody cares about.
  @Param({"/srv/app-0/log/web/access.log", "/srv/app-0/log/web/access.tmp"})
  private String file = "";

  private Router router = new Router(Claims.NONE);
  private FileEvent event = new FileEvent.Changed(Path.of("/"));

  @Setup
  public void index() {
    List<Claim> claims =
        IntStream.range(0, rules)
            .mapToObj(i -> claim("app-" + i, "/srv/app-" + i + "/log/**/*.log"))
            .toList();
    router = new Router(new Claims(claims));
    event = new FileEvent.Changed(Path.of(file));
  }

  private static Claim claim(String rule, String glob) {
    return new Claim(new RuleName("rotate", rule), List.of(Glob.parse(glob)));
  }

  @Benchmark
  public List<Trigger> route() {
    return router.route(event);
  }
}
