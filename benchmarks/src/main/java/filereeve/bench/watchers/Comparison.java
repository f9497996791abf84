package filereeve.bench.watchers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Filereeve's watching, and that of inotifywait, watchman, fswatch, watchdog (Python) and incron,
/// as far as they are installed: the same work for each, in turn, in a scratch directory; one
/// table. Files are counted by their names. A figure is the median of the runs; what is missed is
/// the most of any run.
///
/// Arguments: `full` (about 25 minutes; without it, 2), and any of `runs=3 small=10000 large=50000
/// probes=200 burst=100000 fresh=5000 overflow=40000 warm=30 append=5 idle=4 patience=4
/// place=/dev/shm` (see [Settings]), `rows=start,change,burst,stopped,directories,overflow,append`
/// and `watchers=filereeve,inotifywait,…`. The row `large` has to be asked for: many files (`full
/// rows=large`: 1,000,000 in 50,000 directories), of which a burst is written.
final class Comparison {
  private Comparison() {}

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.of(List.of(args));
    var contestants = new ArrayList<Contestant>();
    contestants.add(Ours.normal());
    contestants.add(Ours.smallest());
    contestants.addAll(Peers.all());
    contestants.removeIf(c -> !settings.compares(c.name()));
    var absent = new ArrayList<String>();
    for (Contestant each : List.copyOf(contestants)) {
      if (!each.isThere()) {
        contestants.remove(each);
        absent.add(each.name());
      }
    }
    var table = new Table(contestants.stream().map(Contestant::name).toList());
    Path scratch = Files.createTempDirectory(settings.place(), "filereeve-watch-").toRealPath();
    var cleanUp = new Thread(() -> removeIfThere(scratch), "clean-up");
    Runtime.getRuntime().addShutdownHook(cleanUp);
    var work = new Work(settings, table, scratch);
    start(settings, contestants, scratch, work, table);
    for (int run = 0; run < settings.runs(); run++) {
      for (Row row : rows(work)) {
        for (Contestant each : contestants) {
          measure(row, each, settings, table);
        }
      }
    }
    large(settings, contestants, scratch, work, table);
    table.print(System.out);
    if (!absent.isEmpty()) {
      System.out.println("Not installed, or not runnable here: " + String.join(", ", absent) + ".");
    }
    System.out.println(
        "incron starts a command for each event, so that it is not put under a burst.");
  }

  @FunctionalInterface
  private interface Measure {
    void of(Contestant contestant) throws Exception;
  }

  private record Row(String name, Measure measure) {}

  private static List<Row> rows(Work work) {
    return List.of(
        new Row("change", work::change),
        new Row("burst", c -> work.burst(c, false)),
        new Row("stopped", c -> work.burst(c, true)),
        new Row("directories", work::newDirectories),
        new Row("overflow", work::overflow),
        new Row("append", work::append));
  }

  /// Prints what one watcher cannot do, and continues with the others.
  private static void measure(Row row, Contestant contestant, Settings settings, Table table)
      throws Exception {
    if (!settings.wants(row.name()) || contestant.notFor().contains(row.name())) {
      return;
    }
    long began = System.nanoTime();
    try {
      row.measure().of(contestant);
      System.err.printf(
          "%s, %s: %.1f s%n", row.name(), contestant.name(), (System.nanoTime() - began) / 1e9);
    } catch (IOException e) {
      System.err.println(contestant.name() + ", " + row.name() + ": " + e);
      table.say("failed", contestant.name(), row.name());
    }
  }

  /// On trees that all share.
  private static void start(
      Settings settings, List<Contestant> contestants, Path scratch, Work work, Table table)
      throws Exception {
    for (int directories : new int[] {0, settings.small(), settings.large()}) {
      if (!settings.wants("start")) {
        return;
      }
      Tree tree = Tree.make(Files.createDirectory(scratch.resolve("start")), directories);
      var row = new Row("start", c -> work.start(c, tree, directories == settings.small()));
      for (int run = 0; run < settings.runs(); run++) {
        for (Contestant each : contestants) {
          measure(row, each, settings, table);
        }
      }
      Tree.remove(tree.root());
    }
  }

  private static void large(
      Settings settings, List<Contestant> contestants, Path scratch, Work work, Table table)
      throws Exception {
    if (!settings.wants("large")) {
      return;
    }
    Tree tree = Tree.make(Files.createDirectory(scratch.resolve("large")), settings.large());
    tree.empty(1, settings.files() + 1);
    var row = new Row("large", c -> work.large(c, tree));
    for (int run = 0; run < settings.runs(); run++) {
      for (Contestant each : contestants) {
        measure(row, each, settings, table);
      }
    }
    Tree.remove(tree.root());
  }

  private static void removeIfThere(Path scratch) {
    try {
      if (Files.exists(scratch)) {
        Tree.remove(scratch);
      }
    } catch (IOException e) {
      System.err.println("cannot remove " + scratch + ": " + e);
    }
  }
}
