package filereeve.bench;

import filereeve.demo.DaemonProcess;
import filereeve.demo.LineCensus;
import filereeve.demo.LogWriter;
import filereeve.process.SignalName;
import filereeve.process.Signals;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// `kill -9` and restart of the daemon at random moments while a writer writes numbered lines:
/// every line must be found exactly once.
///
/// Arguments: seconds (60), lines a second (20,000), kills (20), seed (of the clock).
final class KillLoop {
  private KillLoop() {}

  public static void main(String[] args) throws Exception {
    Duration duration = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 60);
    int rate = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
    int kills = args.length > 2 ? Integer.parseInt(args[2]) : 20;
    long seed = args.length > 3 ? Long.parseLong(args[3]) : System.nanoTime();
    System.out.printf(
        "%d s at %,d lines/s, %d kills, seed %d%n", duration.toSeconds(), rate, kills, seed);
    boolean fine;
    try (Scratch scratch = Scratch.make("kill")) {
      scratch.configure(
          """
          rotate:
            app:
              files: [$ROOT/log/app.log]
              when: {size: 10 MiB}
              after: {signal: HUP, pidfile: $ROOT/writer.pid}
              compress: {codec: zstd}
          """);
      fine = run(scratch, duration, rate, kills, new Random(seed));
    }
    System.exit(fine ? 0 : 1);
  }

  private static boolean run(Scratch scratch, Duration duration, int rate, int kills, Random random)
      throws Exception {
    var writer = new LogWriter(scratch.log("app.log"), rate);
    Signals.on(SignalName.HUP, writer::reopen);
    try (var executor = Executors.newSingleThreadExecutor()) {
      Callable<Long> write = () -> writer.write(duration);
      Future<Long> written = executor.submit(write);
      long mean = duration.dividedBy(kills + 1).toMillis();
      for (int kill = 0; kill < kills; kill++) {
        try (var daemon = start(scratch)) {
          Thread.sleep(random.nextLong(2 * mean));
          daemon.kill();
        }
      }
      try (var daemon = start(scratch)) {
        written.get();
        boolean ready = daemon.await("ready", 1, Duration.ofSeconds(30));
        Thread.sleep(Duration.ofSeconds(5));
        int status = daemon.stop(Duration.ofSeconds(10));
        return report(written.get(), LineCensus.of(scratch.log("app.log")), ready, status);
      }
    }
  }

  private static DaemonProcess start(Scratch scratch) throws Exception {
    return DaemonProcess.start(
        scratch.configuration(),
        line -> {
          if (!line.matches(".*event=(started|ready|watching|rotated|compressed|stopp\\w+) .*")) {
            System.out.println("  | " + line);
          }
        });
  }

  private static boolean report(long written, LineCensus census, boolean ready, int status) {
    var archives = census.archives();
    System.out.printf(
        "written %,d · found %,d · doubled %,d · damaged %,d · archives %,d, of which compressed"
            + " %,d · ready %s · exit status %d%n",
        written,
        census.found(),
        census.doubled(),
        census.damaged(),
        archives.count(),
        archives.compressed(),
        ready,
        status);
    boolean fine =
        written == census.found()
            && census.doubled() == 0
            && census.damaged() == 0
            && ready
            && status == 0;
    System.out.println(fine ? "Every line exactly once." : "FAILED");
    return fine;
  }
}
