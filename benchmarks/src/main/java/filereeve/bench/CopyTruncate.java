package filereeve.bench;

import filereeve.demo.DaemonProcess;
import filereeve.demo.LineCensus;
import filereeve.demo.LogWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// A writer that keeps its log open writes numbered lines, and each second its log is taken away by
/// `copytruncate`: by `logrotate -f`, then by the daemon. Each line must be found exactly once, in
/// the files one after the other: a log without a line end at any block boundary is cut inside a
/// line.
///
/// Arguments: how many rotations of each (30), and the directories to work in (`/var/tmp`; the
/// script adds an xfs where it may make one).
final class CopyTruncate {
  /// As fast as one thread makes lines.
  private static final int FULL_SPEED = 3_000_000;

  private CopyTruncate() {}

  /// Takes the log away for as long as the writer writes.
  private interface Contestant {
    /// @return how often
    int rotate(Scratch scratch, int rotations) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    int rotations = args.length > 0 ? Integer.parseInt(args[0]) : 30;
    List<String> places =
        args.length > 1 ? List.of(args).subList(1, args.length) : List.of("/var/tmp");
    System.out.printf(
        "%-9s %-11s %-10s %9s %12s %12s %9s %9s %9s%n",
        "", "", "lines/s", "rotations", "written", "lost", "doubled", "damaged", "split");
    boolean fine = true;
    for (String place : places) {
      for (int rate : List.of(10_000, FULL_SPEED)) {
        measure("logrotate", CopyTruncate::logrotate, Path.of(place), rate, rotations);
        fine &= measure("filereeve", CopyTruncate::filereeve, Path.of(place), rate, rotations);
      }
    }
    System.exit(fine ? 0 : 1);
  }

  private static boolean measure(
      String name, Contestant contestant, Path place, int rate, int rotations) throws Exception {
    try (Scratch scratch = Scratch.make(place, "copytruncate");
        var executor = Executors.newSingleThreadExecutor()) {
      Path log = scratch.log("app.log");
      Files.createFile(log);
      var writer = new LogWriter(log, rate);
      Callable<Long> write = () -> writer.write(Duration.ofSeconds(rotations + 1L));
      Future<Long> writing = executor.submit(write);
      int done = contestant.rotate(scratch, rotations);
      long written = writing.get();
      List<Path> files = inOrder(log);
      LineCensus census = census(files);
      long lost = written - census.found();
      System.out.printf(
          "%-9s %-11s %-10s %,9d %,12d %,12d %,9d %,9d %,9d%n",
          Files.getFileStore(place).type(),
          name,
          rate == FULL_SPEED ? "full" : "%,d".formatted(rate),
          done,
          written,
          lost,
          census.doubled(),
          census.damaged(),
          split(files));
      return lost == 0 && census.doubled() == 0 && census.damaged() == 0 && done >= rotations;
    }
  }

  /// The archives, oldest first, and the log.
  private static List<Path> inOrder(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log.resolveSibling("."))) {
      return files.sorted(Comparator.comparing(CopyTruncate::place)).toList();
    }
  }

  /// `app.log.2` comes before `app.log.1`, dated names in the order of their dates, the log last.
  private static String place(Path file) {
    String mark = file.getFileName().toString().substring("app.log".length());
    if (mark.isEmpty()) {
      return "~";
    }
    return mark.startsWith(".")
        ? "%05d".formatted(99_999 - Integer.parseInt(mark.substring(1)))
        : mark;
  }

  /// All files one after the other: a line that is split between two is whole then.
  private static LineCensus census(List<Path> files) throws IOException {
    var streams = new ArrayList<InputStream>();
    try {
      for (Path file : files) {
        streams.add(Files.newInputStream(file));
      }
      return LineCensus.of(new SequenceInputStream(Collections.enumeration(streams)));
    } finally {
      for (InputStream stream : streams) {
        stream.close();
      }
    }
  }

  /// How many files end inside a line, which continues in the next.
  private static int split(List<Path> files) throws IOException {
    int split = 0;
    for (Path file : files) {
      try (var content = FileChannel.open(file)) {
        var last = ByteBuffer.allocate(1);
        if (content.read(last, Math.max(0, content.size() - 1)) == 1 && last.get(0) != '\n') {
          split++;
        }
      }
    }
    return split;
  }

  private static int logrotate(Scratch scratch, int rotations) throws Exception {
    Path settings = scratch.root().resolve("logrotate.conf");
    Files.writeString(
        settings, scratch.root() + "/log/*.log {\n rotate 1000\n copytruncate\n nocompress\n}\n");
    for (int i = 0; i < rotations; i++) {
      Thread.sleep(Duration.ofSeconds(1));
      Process process =
          new ProcessBuilder(
                  "logrotate", "-f", "-s", scratch.root() + "/state", settings.toString())
              .inheritIO()
              .start();
      if (process.waitFor() != 0) {
        throw new IOException("logrotate ended with " + process.exitValue());
      }
    }
    return rotations;
  }

  private static int filereeve(Scratch scratch, int rotations) throws Exception {
    scratch.configure(
        """
        rotate:
          app:
            files: [$ROOT/log/app.log]
            when: {schedule: {every: 1s}}
            method: copytruncate
            compress: none
        """);
    try (var daemon =
        DaemonProcess.start(
            scratch.configuration(),
            line -> {
              if (!line.matches(".*level=info .*")) {
                System.out.println("  | " + line);
              }
            })) {
      daemon.await("rotated", rotations, Duration.ofSeconds(3L * rotations));
      int done = daemon.count("rotated");
      if (daemon.stop(Duration.ofSeconds(30)) != 0) {
        throw new IOException("the daemon did not end well");
      }
      return done;
    }
  }
}
