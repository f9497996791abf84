package filereeve.bench.watchers;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A watcher at work: one process, and what it reports. It ends when it is closed.
final class Watching implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration END = Duration.ofSeconds(5);

  private final Process process;
  private final ReportedFiles reported;
  private final List<Closeable> closeables = new ArrayList<>();

  Watching(ProcessBuilder builder, ReportedFiles reported) throws IOException {
    this.reported = reported;
    this.process = builder.start();
    read(process.getInputStream());
    read(process.getErrorStream());
  }

  /// Reads another output of it, too, until that ends or this is closed.
  void alsoRead(InputStream output) {
    closeables.add(output);
    read(output);
  }

  void alsoClose(Closeable closeable) {
    closeables.add(closeable);
  }

  private void read(InputStream output) {
    Thread.ofPlatform()
        .name("reported-by-" + process.pid())
        .daemon()
        .start(
            () -> {
              try {
                reported.read(output);
              } catch (IOException _) {
                // It was closed: what it had to report is reported.
              }
            });
  }

  /// Waits for a line of output.
  ///
  /// @return the pattern's first group, or an empty text
  String awaitLine(String pattern) throws IOException, InterruptedException {
    var wanted = Pattern.compile(pattern);
    long end = System.nanoTime() + START.toNanos();
    Optional<String> line = reported.line(wanted);
    while (line.isEmpty()) {
      requireStarting(end);
      Thread.sleep(1);
      line = reported.line(wanted);
    }
    Matcher found = wanted.matcher(line.get());
    return found.find() && found.groupCount() > 0 ? found.group(1) : "";
  }

  /// Writes a file until it is reported: what starts silently begins to listen when all is
  /// registered.
  void awaitCanary(Path tree) throws IOException, InterruptedException {
    Path canary = tree.resolve(ReportedFiles.name(ReportedFiles.CANARY));
    long end = System.nanoTime() + START.toNanos();
    do {
      requireStarting(end);
      Files.writeString(canary, "?");
    } while (!reported.awaitOne(ReportedFiles.CANARY, Duration.ofMillis(10)));
  }

  private void requireStarting(long end) throws IOException {
    if (!process.isAlive() || System.nanoTime() > end) {
      throw new IOException("it does not start: " + reported.line(Pattern.compile("")));
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// SIGSTOP, or SIGCONT.
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /// User and kernel mode, children that it waited for included: fields 14 to 17 of proc(5)'s stat,
  /// in ticks of 10 ms.
  Duration cpu() throws IOException {
    String stat = proc("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = 11; i <= 14; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return Duration.ofMillis(10 * ticks);
  }

  /// The same of the threads that live, to the nanosecond.
  Duration threadsCpu() throws IOException {
    long sum = 0;
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
      for (Path task : tasks.toList()) {
        sum += nanos(task);
      }
    }
    return Duration.ofNanos(sum);
  }

  private static long nanos(Path task) throws IOException {
    try {
      return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", 2)[0]);
    } catch (NoSuchFileException _) {
      return 0; // it has ended
    }
  }

  /// Resident, in KiB.
  long memory() throws IOException {
    return status("VmRSS:");
  }

  /// Peak resident memory, in KiB.
  long peakMemory() throws IOException {
    return status("VmHWM:");
  }

  private long status(String key) throws IOException {
    return proc("status")
        .lines()
        .filter(l -> l.startsWith(key))
        .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
        .sum();
  }

  private String proc(String file) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : closeables) {
      each.close();
    }
    process.toHandle().destroy();
    try {
      if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        process.toHandle().destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException _) {
      process.toHandle().destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
