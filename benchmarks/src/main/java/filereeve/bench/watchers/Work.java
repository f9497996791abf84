package filereeve.bench.watchers;

import filereeve.bench.watchers.Contestant.Purpose;
import filereeve.bench.watchers.Table.Of;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/// The work of each row, done under one watcher after the other.
final class Work {
  /// Directories that the files of a burst are spread over.
  private static final int DIRECTORIES = 1_000;

  /// How long a watcher may be silent while it scans a large tree.
  private static final Duration SCAN_ALL = Duration.ofMinutes(1);

  private static final int CHUNK = 8 << 10;
  private static final int PER_SECOND = 100_000_000;

  private final Settings settings;
  private final Table table;
  private final Path scratch;
  private final ReportedFiles reported = new ReportedFiles();

  Work(Settings settings, Table table, Path scratch) {
    this.settings = settings;
    this.table = table;
    this.scratch = scratch;
  }

  /// From the start of the process until everything is watched; then nothing happens for a time.
  void start(Contestant contestant, Tree tree, boolean idle) throws Exception {
    String what = "start on %,d directories".formatted(tree.directories());
    Path place = place();
    long began = System.nanoTime();
    try (Watching watching = start(contestant, Purpose.REST, tree, place)) {
      long took = System.nanoTime() - began;
      add(what + ", s", contestant, took / 1e9, 2);
      add(what + ", CPU s", contestant, seconds(watching.cpu()), 2);
      if (idle) {
        Thread.sleep(Duration.ofSeconds(2)); // what it puts off until after its start
        Duration before = watching.threadsCpu();
        Thread.sleep(settings.idle());
        double used = seconds(watching.threadsCpu().minus(before));
        add("idle, % of a core", contestant, 100 * used / seconds(settings.idle()), 3);
      }
      add(
          "RSS with %,d directories, MB".formatted(tree.directories()),
          contestant,
          watching.memory() / 1e3,
          0);
    } finally {
      Tree.remove(place);
    }
  }

  /// A line added to a file, again and again another one; as many as are counted come before that,
  /// at most 100, because a program that has just begun to run is no daemon yet.
  void change(Contestant contestant) throws Exception {
    Tree tree = Tree.make(scratch.resolve("tree"), 100);
    int before = Math.min(100, settings.probes());
    int all = before + settings.probes();
    for (int i = 1; i <= all; i++) {
      Files.createFile(tree.file(i));
    }
    Path place = place();
    double[] took = new double[settings.probes()];
    try (Watching watching = start(contestant, Purpose.NOTIFY, tree, place)) {
      ready(watching, all);
      for (int i = 1; i <= all; i++) {
        Thread.sleep(Duration.ofMillis(10 + i % 7));
        long began = System.nanoTime();
        Files.writeString(tree.file(i), "x\n", StandardOpenOption.APPEND);
        boolean came = reported.awaitOne(i, settings.patience());
        if (i > before) {
          took[i - before - 1] = came ? (reported.at(i) - began) / 1e6 : Double.POSITIVE_INFINITY;
        }
      }
    } finally {
      clean(tree, place);
    }
    Arrays.sort(took);
    add("change → reported, p50 ms", contestant, took[took.length / 2], 2);
    add("change → reported, p99 ms", contestant, took[(int) Math.ceil(took.length * 0.99) - 1], 2);
  }

  /// New files at full speed.
  ///
  /// @param frozen whether the watcher is stopped for the half of it
  void burst(Contestant contestant, boolean frozen) throws Exception {
    String what =
        "%,d new files%s".formatted(settings.burst(), frozen ? ", stopped for half of them" : "");
    Tree tree = Tree.make(scratch.resolve("tree"), DIRECTORIES);
    Path place = place();
    try (Watching watching = start(contestant, Purpose.NOTIFY, tree, place)) {
      ready(watching, settings.burst());
      Duration cpu = watching.cpu();
      long began = System.nanoTime();
      int quarter = settings.burst() / 4;
      tree.write(1, quarter);
      if (frozen) {
        watching.signal("STOP");
      }
      tree.write(quarter, 3 * quarter);
      if (frozen) {
        watching.signal("CONT");
      }
      tree.write(3 * quarter, settings.burst() + 1);
      report(what, contestant, watching, began, cpu, settings.patience());
    } finally {
      clean(tree, place);
    }
  }

  /// New directories at full speed, each with a file in it before anybody can watch it.
  void newDirectories(Contestant contestant) throws Exception {
    Tree tree = Tree.make(scratch.resolve("tree"), 100);
    Path place = place();
    try (Watching watching = start(contestant, Purpose.NOTIFY, tree, place)) {
      ready(watching, settings.fresh());
      Duration cpu = watching.cpu();
      long began = System.nanoTime();
      tree.writeInNewDirectories(1, settings.fresh() + 1);
      String what = "%,d new directories with a file".formatted(settings.fresh());
      report(what, contestant, watching, began, cpu, settings.patience());
    } finally {
      clean(tree, place);
    }
  }

  /// More files than the kernel's queue holds, while the watcher is stopped; what it reports after
  /// that, and whether it says that something is lost.
  void overflow(Contestant contestant) throws Exception {
    Tree tree = Tree.make(scratch.resolve("tree"), DIRECTORIES);
    Path place = place();
    try (Watching watching = start(contestant, Purpose.NOTIFY, tree, place)) {
      ready(watching, settings.overflow());
      Duration cpu = watching.cpu();
      watching.signal("STOP");
      tree.write(1, settings.overflow() + 1);
      long began = System.nanoTime();
      watching.signal("CONT");
      String what = "%,d files while stopped".formatted(settings.overflow());
      report(what, contestant, watching, began, cpu, settings.patience());
      String says = reported.loss().isPresent() ? "says so" : "says nothing";
      table.say(
          what + ": of the loss", contestant.name(), watching.isAlive() ? says : says + ", ends");
    } finally {
      clean(tree, place);
    }
  }

  /// A tree with many files, all empty: as many as of a burst are written, and then, while the
  /// watcher is stopped, as many as overflow the kernel's queue, so that it has to scan everything.
  void large(Contestant contestant, Tree tree) throws Exception {
    String what = "%,d files in %,d directories".formatted(settings.files(), tree.directories());
    int burst = Math.min(settings.burst(), settings.files() / 2);
    int all = burst + Math.min(settings.overflow(), settings.files() / 2);
    Path place = place();
    long began = System.nanoTime();
    try (Watching watching = start(contestant, Purpose.NOTIFY, tree, place)) {
      add(what + ": start, s", contestant, (System.nanoTime() - began) / 1e9, 2);
      add(what + ": start, CPU s", contestant, seconds(watching.cpu()), 2);
      ready(watching, burst);
      Duration cpu = watching.cpu();
      began = System.nanoTime();
      tree.write(1, burst + 1);
      report("%s, %,d written".formatted(what, burst), contestant, watching, began, cpu, SCAN_ALL);
      reported.expect(burst + 1, all);
      cpu = watching.cpu();
      watching.signal("STOP");
      tree.write(burst + 1, all + 1);
      began = System.nanoTime();
      watching.signal("CONT");
      String more = "%s, %,d more while stopped".formatted(what, all - burst);
      report(more, contestant, watching, began, cpu, SCAN_ALL);
      add(what + ": peak RSS, MB", contestant, watching.peakMemory() / 1e3, 0);
    } finally {
      Tree.remove(place);
      tree.empty(1, all + 1);
    }
  }

  /// One file written at 100 MB/s.
  void append(Contestant contestant) throws Exception {
    Tree tree = Tree.make(scratch.resolve("tree"), 100);
    Path hot = Files.createFile(tree.root().resolve("hot.log"));
    Path place = place();
    try (Watching watching = start(contestant, Purpose.REST, tree, place);
        OutputStream out = Files.newOutputStream(hot, StandardOpenOption.APPEND)) {
      write(out, settings.warm());
      Duration before = watching.threadsCpu();
      write(out, settings.append());
      double used = seconds(watching.threadsCpu().minus(before));
      add(
          "100 MB/s to one file, % of a core",
          contestant, 100 * used / seconds(settings.append()), 2);
    } finally {
      clean(tree, place);
    }
  }

  private static void write(OutputStream out, Duration time) throws Exception {
    byte[] chunk = new byte[CHUNK];
    long began = System.nanoTime();
    long written = 0;
    long now = began;
    while (now - began < time.toNanos()) {
      if (written < (now - began) / 1e9 * PER_SECOND) {
        out.write(chunk);
        written += CHUNK;
      } else {
        Thread.sleep(1);
      }
      now = System.nanoTime();
    }
  }

  private Watching start(Contestant contestant, Purpose purpose, Tree tree, Path place)
      throws Exception {
    reported.expect(1, 0);
    return contestant.start(purpose, tree.root(), place, reported);
  }

  private void ready(Watching watching, int files) throws Exception {
    Thread.sleep(200); // its reports of the start do not count
    if (!watching.isAlive()) {
      throw new IOException("it ended by itself");
    }
    reported.expect(1, files);
  }

  private void report(
      String what,
      Contestant contestant,
      Watching watching,
      long began,
      Duration cpu,
      Duration patience)
      throws Exception {
    int missed = reported.await(patience);
    table.add(what + ": missed", contestant.name(), missed, 0, Of.MOST);
    if (reported.count() > 0) {
      add(what + ": the last reported after, s", contestant, (reported.last() - began) / 1e9, 2);
    }
    if (watching.isAlive()) {
      add(what + ": CPU s", contestant, seconds(watching.cpu().minus(cpu)), 2);
    }
  }

  private void add(String row, Contestant contestant, double figure, int decimals) {
    table.add(row, contestant.name(), figure, decimals, Of.MEDIAN);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private Path place() throws IOException {
    return Files.createTempDirectory(scratch, "place");
  }

  private static void clean(Tree tree, Path place) throws IOException {
    Tree.remove(tree.root());
    Tree.remove(place);
  }
}
