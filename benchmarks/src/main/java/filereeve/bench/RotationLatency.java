package filereeve.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import filereeve.demo.DaemonProcess;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How long after a log passed its size limit it is rotated, while it is written all the time. Ten
/// logs at once, ten times each, at moments spread over the second.
final class RotationLatency {
  private static final int LOGS = 10;
  private static final int ROUNDS = 10;
  private static final long LIMIT = 64 * 1024;

  private RotationLatency() {}

  public static void main(String[] args) throws Exception {
    try (Scratch scratch = Scratch.make("latency")) {
      scratch.configure(
          """
          rotate:
            app:
              files: [$ROOT/log/*.log]
              when: {size: 64 KiB}
              create: {}
              compress: none
          """);
      try (var daemon = DaemonProcess.start(scratch.configuration(), _ -> {})) {
        daemon.await("ready", 1, Duration.ofSeconds(60));
        report(measure(scratch));
        daemon.stop(Duration.ofSeconds(10));
      }
    }
  }

  private static List<Long> measure(Scratch scratch) throws Exception {
    var latencies = new ArrayList<Long>();
    try (var executor = Executors.newFixedThreadPool(LOGS)) {
      var waiting = new ArrayList<Future<List<Long>>>();
      for (int i = 0; i < LOGS; i++) {
        Path log = scratch.log("app" + i + ".log");
        int number = i;
        Callable<List<Long>> rounds = () -> rounds(log, number);
        waiting.add(executor.submit(rounds));
      }
      for (Future<List<Long>> each : waiting) {
        latencies.addAll(each.get());
      }
    }
    return latencies;
  }

  private static List<Long> rounds(Path log, int number) throws Exception {
    var latencies = new ArrayList<Long>();
    for (int round = 0; round < ROUNDS; round++) {
      Thread.sleep((number * 97L + round * 41L) % 1000);
      latencies.add(once(log));
    }
    return latencies;
  }

  /// Writes 1 KiB every 5 ms until the log is over its limit, and on, until another file has its
  /// name.
  private static long once(Path log) throws Exception {
    byte[] kilobyte = ("x".repeat(1023) + "\n").getBytes(US_ASCII);
    try (OutputStream out =
        Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      Object inode = Files.getAttribute(log, "unix:ino");
      long passed = 0;
      for (long written = 0; inode.equals(inodeOf(log)); written += kilobyte.length) {
        out.write(kilobyte);
        if (passed == 0 && written + kilobyte.length > LIMIT) {
          passed = System.nanoTime();
        }
        Thread.sleep(5);
      }
      return System.nanoTime() - passed;
    }
  }

  private static Object inodeOf(Path log) {
    try {
      return Files.getAttribute(log, "unix:ino");
    } catch (java.io.IOException renamedJustNow) {
      return "none";
    }
  }

  private static void report(List<Long> latencies) {
    Collections.sort(latencies);
    System.out.printf(
        "passed its limit → rotated, %d times: p50 %d ms · p90 %d ms · p99 %d ms · max %d ms%n",
        latencies.size(),
        millis(latencies, 50),
        millis(latencies, 90),
        millis(latencies, 99),
        millis(latencies, 100));
  }

  private static long millis(List<Long> sorted, int percent) {
    int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
    return Duration.ofNanos(sorted.get(index)).toMillis();
  }
}
