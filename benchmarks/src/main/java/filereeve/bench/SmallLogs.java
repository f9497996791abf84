package filereeve.bench;

import filereeve.codec.Codec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Many small logs are rotated and compressed, all at once: by the daemon, a whole process from its
/// start to the last archive, with every archive durable; and by `logrotate -f` with the same
/// settings, which makes nothing durable. In turn, on a disk and in memory; the medians count.
/// After each run every archive is unpacked and compared, and tested by the format's own tool.
///
/// Arguments: how many logs (10000), how many runs of each (3), and the directories to work in
/// (`/var/tmp` and `/dev/shm`).
final class SmallLogs {
  private SmallLogs() {}

  /// One of the two, at work on a scratch tree.
  private interface Contestant {
    /// @return how long it took
    SmallLogsRun.Took run(Scratch scratch, Codec codec, int logs) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    int logs = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    int runs = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    List<String> places =
        args.length > 2 ? List.of(args).subList(2, args.length) : List.of("/var/tmp", "/dev/shm");
    System.out.printf("%,d logs, medians of %d runs, seconds%n", logs, runs);
    System.out.printf(
        "%-9s %-5s %22s %34s %7s%n",
        "", "", "logrotate (cpu)", "filereeve (cpu; without its start)", "ratio");
    for (String place : places) {
      for (Codec codec : List.of(Codec.GZIP, Codec.ZSTD)) {
        compare(Path.of(place), codec, logs, runs);
      }
    }
  }

  private static void compare(Path place, Codec codec, int logs, int runs) throws Exception {
    var peer = new ArrayList<SmallLogsRun.Took>();
    var ours = new ArrayList<SmallLogsRun.Took>();
    for (int run = 0; run < runs; run++) {
      peer.add(measure(SmallLogsRun::logrotate, place, codec, logs));
      ours.add(measure(SmallLogsRun::filereeve, place, codec, logs));
    }
    double theirs = median(peer.stream().map(SmallLogsRun.Took::wall).toList());
    double own = median(ours.stream().map(SmallLogsRun.Took::wall).toList());
    System.out.printf(
        "%-9s %-5s %14.2f (%5.2f) %18.2f (%5.2f; %5.2f) %6.1fx%n",
        Files.getFileStore(place).type(),
        codec.suffix(),
        theirs,
        median(peer.stream().map(SmallLogsRun.Took::cpu).toList()),
        own,
        median(ours.stream().map(SmallLogsRun.Took::cpu).toList()),
        median(ours.stream().map(SmallLogsRun.Took::work).toList()),
        theirs / own);
  }

  private static SmallLogsRun.Took measure(Contestant contestant, Path place, Codec codec, int logs)
      throws Exception {
    try (Scratch scratch = Scratch.make(place, "small-logs")) {
      var files = new SmallLogFiles(scratch.root().resolve("log"), logs);
      files.make();
      new ProcessBuilder("sync").start().waitFor(); // what the last run left is not this one's
      SmallLogsRun.Took took = contestant.run(scratch, codec, logs);
      files.check(codec);
      return took;
    }
  }

  private static double median(List<Duration> values) {
    List<Duration> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2).toMillis() / 1000.0;
  }
}
