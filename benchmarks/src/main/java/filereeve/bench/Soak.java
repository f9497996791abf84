package filereeve.bench;

import filereeve.codec.Codec;
import filereeve.demo.DaemonProcess;
import filereeve.demo.LineCensus;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A day in minutes: 40 logs are written, rotated, by rename with a hook and by copytruncate, and
/// compressed, while files arrive to be compressed, a service's configuration changes, and the
/// daemon's own. Every line must be found exactly once, nothing may be warned of, and memory,
/// descriptors and threads must stay what they were.
///
/// Arguments: minutes (20), lines a minute (200,000), each of them a file event or more.
final class Soak {
  private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(15);
  private static final int SAMPLES_BETWEEN_RELOADS = 8;

  private Soak() {}

  public static void main(String[] args) throws Exception {
    Duration duration = Duration.ofMinutes(args.length > 0 ? Long.parseLong(args[0]) : 20);
    long linesPerMinute = args.length > 1 ? Long.parseLong(args[1]) : 200_000;
    boolean fine;
    try (Scratch scratch = Scratch.make("soak");
        var executor = Executors.newSingleThreadExecutor()) {
      Files.createDirectory(scratch.root().resolve("service"));
      Files.writeString(scratch.root().resolve("service/main.conf"), "first\n");
      configure(scratch, 100_000);
      var writer = new SoakWriter(scratch.root(), linesPerMinute);
      writer.makeDirectories();
      var trouble = new AtomicInteger();
      try (var daemon = DaemonProcess.start(scratch.configuration(), line -> show(line, trouble))) {
        if (!daemon.await("ready", 1, Duration.ofSeconds(30))) {
          throw new IOException("the daemon did not start");
        }
        Callable<Void> write =
            () -> {
              writer.write(duration);
              return null;
            };
        Future<Void> writing = executor.submit(write);
        List<ProcessSample> samples = watch(scratch, daemon, writing);
        writing.get();
        Thread.sleep(Duration.ofSeconds(5));
        fine = areFlat(samples);
        fine &= counts(daemon);
        fine &= daemon.stop(Duration.ofSeconds(10)) == 0;
      }
      fine &= trouble.get() == 0;
      fine &= census(writer);
    }
    System.out.println(fine ? "Nothing lost, nothing grown, nothing to warn of." : "FAILED");
    System.exit(fine ? 0 : 1);
  }

  /// @param keep a number that nothing depends on: another one changes the configuration
  private static void configure(Scratch scratch, int keep) throws IOException {
    scratch.configure(
        """
        defaults: {debounce: {quiet: 500ms, max_wait: 2s}, rescan: 30s}
        rotate:
          reopened:
            files: [$ROOT/log/**/*.log]
            when: {size: 112 KiB}
            keep: {files: $KEEP}
            after: {run: ["true"]}
          open:
            files: [$ROOT/log/**/*.out]
            when: {size: 256 KiB}
            method: copytruncate
            keep: {files: $KEEP}
            compress: gzip
        compress:
          exports: {files: [$ROOT/log/**/*.csv], ready: {quiet: 1s}}
        reload:
          service:
            watch: [$ROOT/service/*]
            check: ["true"]
            apply: {run: ["true"]}
        """
            .replace("$KEEP", String.valueOf(keep)));
  }

  private static void show(String line, AtomicInteger trouble) {
    if (!line.contains("level=info")) {
      trouble.incrementAndGet();
      System.out.println("  | " + line);
    }
  }

  private static List<ProcessSample> watch(
      Scratch scratch, DaemonProcess daemon, Future<Void> writing) throws Exception {
    var samples = new ArrayList<ProcessSample>();
    while (!writing.isDone()) {
      Thread.sleep(BETWEEN_SAMPLES);
      samples.add(ProcessSample.of(daemon.pid()));
      if (samples.size() % SAMPLES_BETWEEN_RELOADS == 0) {
        System.out.printf(
            "%,5d s: %s, %,d rotations%n",
            samples.size() * BETWEEN_SAMPLES.toSeconds(),
            samples.getLast(),
            daemon.count("rotated"));
        configure(scratch, 100_000 + samples.size());
        daemon.reload();
      }
    }
    return samples;
  }

  /// Compares the second half with the first, whose first eighth is the start.
  private static boolean areFlat(List<ProcessSample> all) {
    List<ProcessSample> samples = all.subList(all.size() / 8, all.size());
    if (samples.size() < 4) {
      System.out.println("too short to tell whether anything grows");
      return false;
    }
    var before = ProcessSample.median(samples.subList(0, samples.size() / 2));
    var after = ProcessSample.median(samples.subList(samples.size() / 2, samples.size()));
    System.out.printf("medians of the first half: %s; of the second: %s%n", before, after);
    return !after.isGrownFrom(before);
  }

  private static boolean counts(DaemonProcess daemon) {
    int rotated = daemon.count("rotated");
    int compressed = daemon.count("compressed");
    int reloaded = daemon.count("reloaded");
    int configured = daemon.count("config-reloaded");
    System.out.printf(
        "%,d rotations, %,d files compressed, %,d reloads of the service, %,d of the daemon%n",
        rotated, compressed, reloaded, configured);
    return rotated > 0 && compressed > 0 && reloaded > 0 && configured > 0;
  }

  private static boolean census(SoakWriter writer) throws IOException {
    long written = 0;
    long found = 0;
    long wrong = 0;
    List<Path> logs = writer.logs();
    for (int i = 0; i < logs.size(); i++) {
      LineCensus census = census(logs.get(i));
      written += writer.lines(i);
      found += census.found();
      wrong += census.doubled() + census.damaged();
    }
    System.out.printf("written %,d · found %,d · doubled or damaged %,d%n", written, found, wrong);
    return written == found && wrong == 0;
  }

  /// The archives, oldest first, and the log, one after the other: copytruncate may cut a log
  /// inside a line.
  private static LineCensus census(Path log) throws IOException {
    String name = log.getFileName().toString();
    var streams = new ArrayList<InputStream>();
    try (Stream<Path> files = Files.list(log.resolveSibling("."))) {
      for (Path file :
          files
              .filter(file -> file.getFileName().toString().startsWith(name + "-"))
              .sorted()
              .toList()) {
        Optional<Codec> codec = Codec.ofName(file);
        InputStream content = Files.newInputStream(file);
        streams.add(codec.isPresent() ? codec.get().decoder(content) : content);
      }
      if (Files.exists(log)) { // its writer makes it when it writes the next line
        streams.add(Files.newInputStream(log));
      }
      return LineCensus.of(new SequenceInputStream(Collections.enumeration(streams)));
    } finally {
      for (InputStream stream : streams) {
        stream.close();
      }
    }
  }
}
