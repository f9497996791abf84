package filereeve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// What a process holds at a moment.
///
/// @param memory resident, KiB
record ProcessSample(long memory, long descriptors, long threads) {
  /// What memory may differ by, KiB: a heap that was not collected yet.
  private static final long NOISE = 1024;

  static ProcessSample of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<String> status = Files.lines(process.resolve("status"))) {
      long memory =
          status
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow();
      return new ProcessSample(
          memory, entries(process.resolve("fd")), entries(process.resolve("task")));
    }
  }

  static ProcessSample median(List<ProcessSample> samples) {
    return new ProcessSample(
        median(samples, ProcessSample::memory),
        median(samples, ProcessSample::descriptors),
        median(samples, ProcessSample::threads));
  }

  /// Whether it is more than 8 % more memory, or more than one descriptor or thread more.
  boolean isGrownFrom(ProcessSample before) {
    return memory > before.memory * 108 / 100 + NOISE
        || descriptors > before.descriptors + 1
        || threads > before.threads + 1;
  }

  @Override
  public String toString() {
    return "%,d KiB, %d descriptors, %d threads".formatted(memory, descriptors, threads);
  }

  private static long median(List<ProcessSample> samples, ToLongFunction<ProcessSample> of) {
    return samples.stream()
        .mapToLong(of)
        .sorted()
        .skip(samples.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  private static long entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    }
  }
}
