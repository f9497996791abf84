package filereeve.bench.methods;

import filereeve.archive.ArchiveName;
import filereeve.archive.ArchiveNames;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

/// Whether a name is an archive's, and which: asked for every name of every listed directory.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ArchiveNamesBenchmark {
  @Param({"app.log", "app.log.7.gz", "app.log-20261121T085316Z_02.zst"})
  private String name = "";

  private final ArchiveNames names = ArchiveNames.standard(ZoneOffset.UTC);
  private Path path = Path.of("");

  @Setup
  public void parse() {
    path = Path.of(name);
  }

  @Benchmark
  public Optional<ArchiveName> read() {
    return names.read(path);
  }
}
