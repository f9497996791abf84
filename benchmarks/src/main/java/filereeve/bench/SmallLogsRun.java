package filereeve.bench;

import filereeve.codec.Codec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// One run over the logs of a scratch tree.
final class SmallLogsRun {
  /// @param work from the first rotation to the last archive
  /// @param cpu of all processes, in user and kernel mode
  record Took(Duration wall, Duration work, Duration cpu) {}

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern TIME = Pattern.compile("ts=(\\S+)");

  private SmallLogsRun() {}

  static Took logrotate(Scratch scratch, Codec codec, int logs)
      throws IOException, InterruptedException {
    Path settings = scratch.root().resolve("logrotate.conf");
    String compress =
        switch (codec) {
          case GZIP -> "compress";
          case ZSTD ->
              "compress\n compresscmd /usr/bin/zstd\n compressoptions -q --rm\n compressext .zst";
          case ZSTD_ONE_FRAME, XZ, BZIP2, LZ4 ->
              throw new IllegalArgumentException("not compared: " + codec);
        };
    Files.writeString(
        settings, scratch.root() + "/log/*.log {\n rotate 5\n create\n " + compress + "\n}\n");
    Duration before = children();
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(
                "logrotate", "-f", "-s", scratch.root() + "/logrotate.state", settings.toString())
            .inheritIO()
            .start();
    int status = process.waitFor();
    var wall = Duration.ofNanos(System.nanoTime() - began);
    if (status != 0) {
      throw new IOException("logrotate ended with " + status);
    }
    return new Took(wall, wall, children().minus(before));
  }

  static Took filereeve(Scratch scratch, Codec codec, int logs)
      throws IOException, InterruptedException {
    scratch.configure(
        """
        rotate:
          small:
            files: [$ROOT/log/*.log]
            when: {size: 1 KiB}
            create: {}
            name: numbered
            keep: {files: 5}
            compress: {codec: $CODEC}
        """
            .replace("$CODEC", codec.name().toLowerCase(java.util.Locale.ROOT)));
    Path output = scratch.root().resolve("output");
    Duration before = children();
    long began = System.nanoTime();
    Process process = start(scratch.configuration(), output);
    try {
      awaitCompressed(output, logs, process);
      var wall = Duration.ofNanos(System.nanoTime() - began);
      process.toHandle().destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("the daemon did not end well");
      }
      return new Took(wall, work(output), children().minus(before));
    } finally {
      process.toHandle().destroyForcibly();
    }
  }

  private static Process start(Path configuration, Path output) throws IOException {
    var command = new ArrayList<>(program());
    command.addAll(List.of("run", "--config", configuration.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("FILEREEVE_"));
    return builder.redirectOutput(output.toFile()).start();
  }

  /// The packaged program, if `benchmarks/small-logs --packaged` names it; else the one that was
  /// built with this.
  private static List<String> program() {
    String packaged = System.getenv("FILEREEVE_BENCH_PROGRAM");
    if (packaged != null) {
      return List.of(packaged);
    }
    var java = new ArrayList<String>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    java.addAll(List.of("-cp", System.getProperty("java.class.path"), "filereeve.app.Main"));
    return java;
  }

  private static void awaitCompressed(Path output, int logs, Process process)
      throws IOException, InterruptedException {
    byte[] wanted = "event=compressed ".getBytes(StandardCharsets.UTF_8);
    byte[] block = new byte[64 << 10];
    int matched = 0;
    int found = 0;
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (var file = new RandomAccessFile(output.toFile(), "r")) {
      while (found < logs) {
        int got = file.read(block);
        for (int i = 0; i < got; i++) {
          matched = block[i] == wanted[matched] ? matched + 1 : block[i] == wanted[0] ? 1 : 0;
          if (matched == wanted.length) {
            found++;
            matched = 0;
          }
        }
        if (got < 0 && (!process.isAlive() || System.nanoTime() > end)) {
          throw new IOException(
              "only " + found + " were compressed; see " + Files.readString(output));
        }
        if (got < 0) {
          Thread.sleep(5);
        }
      }
    }
  }

  private static Duration work(Path output) throws IOException {
    List<String> lines = Files.readAllLines(output);
    Instant first =
        lines.stream()
            .filter(l -> l.contains("event=rotated "))
            .map(SmallLogsRun::time)
            .findFirst()
            .orElseThrow();
    Instant last =
        lines.reversed().stream()
            .filter(l -> l.contains("event=compressed "))
            .map(SmallLogsRun::time)
            .findFirst()
            .orElseThrow();
    return Duration.between(first, last);
  }

  private static Instant time(String line) {
    var time = TIME.matcher(line);
    if (!time.find()) {
      throw new IllegalArgumentException("no time in " + line);
    }
    return Instant.parse(time.group(1));
  }

  /// CPU time of all processes that were waited for: fields 16 and 17 of proc(5)'s stat, in ticks.
  private static Duration children() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Duration.ofMillis(10 * (Long.parseLong(fields[13]) + Long.parseLong(fields[14])));
  }
}
