package filereeve.bench;

import filereeve.demo.DaemonProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// 10,000 logs under one rule: from the start to ready. Then 100,000 new files at full speed: how
/// much memory the daemon takes, and whether it is well afterwards.
final class Scale {
  private static final int LOGS = 10_000;
  private static final int BURST = 100_000;
  private static final int DIRECTORIES = 100;

  private Scale() {}

  public static void main(String[] args) throws Exception {
    try (Scratch scratch = Scratch.make("scale")) {
      scratch.configure(
          """
          rotate:
            app:
              files: [$ROOT/log/**/*.log]
              when: {size: 1 MiB, age: 30d}
          """);
      make(scratch, "old", LOGS);
      for (int run = 1; run <= 3; run++) {
        start(scratch, run);
      }
      burst(scratch);
    }
  }

  private static void start(Scratch scratch, int run) throws Exception {
    long begin = System.nanoTime();
    try (var daemon = DaemonProcess.start(scratch.configuration(), _ -> {})) {
      boolean ready = daemon.await("ready", 1, Duration.ofSeconds(60));
      System.out.printf(
          "%,d logs, start %d: %s after %d ms, %s%n",
          LOGS,
          run,
          ready ? "ready" : "NOT READY",
          Duration.ofNanos(System.nanoTime() - begin).toMillis(),
          memory(daemon.pid()));
      daemon.stop(Duration.ofSeconds(10));
    }
  }

  private static void burst(Scratch scratch) throws Exception {
    try (var daemon = DaemonProcess.start(scratch.configuration(), Scale::showTrouble)) {
      daemon.await("ready", 1, Duration.ofSeconds(60));
      long begin = System.nanoTime();
      make(scratch, "burst", BURST);
      long made = System.nanoTime();
      Path last = scratch.log("burst-0").resolve("last.log");
      Files.write(last, new byte[1100 * 1024]);
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (Files.exists(last) && System.nanoTime() < end) {
        Thread.sleep(20);
      }
      System.out.printf(
          "burst of %,d files made in %d ms; a log over its limit after it %s within %d ms; %s%n",
          BURST,
          Duration.ofNanos(made - begin).toMillis(),
          Files.exists(last) ? "was NOT rotated" : "was rotated",
          Duration.ofNanos(System.nanoTime() - made).toMillis(),
          memory(daemon.pid()));
      System.out.printf("exit status %d%n", daemon.stop(Duration.ofSeconds(10)));
    }
  }

  private static void showTrouble(String line) {
    if (line.contains("level=warn") || line.contains("level=error")) {
      System.out.println("  | " + line);
    }
  }

  private static void make(Scratch scratch, String prefix, int files) throws IOException {
    for (int i = 0; i < files; i++) {
      Path directory = scratch.log(prefix + "-" + i % DIRECTORIES);
      if (i < DIRECTORIES) {
        Files.createDirectory(directory);
      }
      Files.writeString(directory.resolve("app" + i + ".log"), "one line\n");
    }
  }

  private static String memory(long pid) throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
    return String.join(
        ", ",
        status.stream()
            .filter(l -> l.startsWith("VmHWM") || l.startsWith("VmRSS"))
            .map(l -> l.replaceAll("\\s+", " "))
            .toList());
  }
}
