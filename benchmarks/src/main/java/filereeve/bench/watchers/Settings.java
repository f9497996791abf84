package filereeve.bench.watchers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How much is done, from arguments such as `runs=3`.
///
/// @param small directories of the smaller tree
/// @param large directories of the larger tree
/// @param probes single changes
/// @param burst files
/// @param fresh new directories
/// @param overflow files that are made while the watcher is stopped
/// @param files of the large tree, in the row `large`
/// @param warm how long a file is written before that is measured: a daemon works for weeks
/// @param append how long a file is written
/// @param idle how long nothing happens
/// @param patience with a watcher that reports nothing more
/// @param rows those that are run; empty for all but `large`
/// @param watchers those that are compared; empty for all
record Settings(
    int runs,
    int small,
    int large,
    int probes,
    int burst,
    int fresh,
    int overflow,
    int files,
    Duration warm,
    Duration append,
    Duration idle,
    Duration patience,
    Path place,
    Set<String> rows,
    Set<String> watchers) {
  private static final Map<String, String> QUICK =
      Map.ofEntries(
          Map.entry("runs", "1"),
          Map.entry("small", "1000"),
          Map.entry("large", "10000"),
          Map.entry("probes", "50"),
          Map.entry("burst", "10000"),
          Map.entry("fresh", "500"),
          Map.entry("overflow", "18000"),
          Map.entry("files", "100000"),
          Map.entry("warm", "1"),
          Map.entry("append", "1"),
          Map.entry("idle", "1"),
          Map.entry("patience", "2"),
          Map.entry("place", Files.isDirectory(Path.of("/dev/shm")) ? "/dev/shm" : "/tmp"),
          Map.entry("rows", ""),
          Map.entry("watchers", ""));
  private static final Map<String, String> FULL =
      Map.ofEntries(
          Map.entry("runs", "3"),
          Map.entry("small", "10000"),
          Map.entry("large", "50000"),
          Map.entry("probes", "200"),
          Map.entry("burst", "100000"),
          Map.entry("fresh", "5000"),
          Map.entry("overflow", "40000"),
          Map.entry("files", "1000000"),
          Map.entry("warm", "30"),
          Map.entry("append", "5"),
          Map.entry("idle", "4"),
          Map.entry("patience", "4"));

  static Settings of(List<String> arguments) {
    var values = new HashMap<String, String>(QUICK);
    for (String argument : arguments) {
      if (argument.equals("full")) {
        values.putAll(FULL);
        continue;
      }
      String[] pair = argument.split("=", 2);
      if (pair.length != 2 || values.put(pair[0], pair[1]) == null) {
        throw new IllegalArgumentException("not known: " + argument + ". Known: full, " + QUICK);
      }
    }
    return new Settings(
        whole(values, "runs"),
        whole(values, "small"),
        whole(values, "large"),
        whole(values, "probes"),
        whole(values, "burst"),
        whole(values, "fresh"),
        whole(values, "overflow"),
        whole(values, "files"),
        Duration.ofSeconds(whole(values, "warm")),
        Duration.ofSeconds(whole(values, "append")),
        Duration.ofSeconds(whole(values, "idle")),
        Duration.ofSeconds(whole(values, "patience")),
        Path.of(values.getOrDefault("place", "")),
        words(values, "rows"),
        words(values, "watchers"));
  }

  boolean wants(String row) {
    return rows.contains(row) || (rows.isEmpty() && !row.equals("large"));
  }

  boolean compares(String watcher) {
    return watchers.isEmpty() || watchers.contains(watcher.split(",", 2)[0]);
  }

  private static int whole(Map<String, String> values, String key) {
    return Integer.parseInt(values.getOrDefault(key, ""));
  }

  private static Set<String> words(Map<String, String> values, String key) {
    String text = values.getOrDefault(key, "");
    return text.isEmpty() ? Set.of() : Set.of(text.split(",", -1));
  }
}
