package filereeve.bench;

import filereeve.bench.corpus.Corpus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Logs compressed by the daemon's code, verification and syncs included, and by gzip, pigz, zstd,
/// xz, bzip2 and lz4, which verify and sync nothing: on one core and on two, in turn; the medians
/// count. Every archive is tested by its format's own tool.
///
/// Arguments: MiB of logs (1024), how many runs of each (3), and the directory to work in
/// (`/dev/shm`, so that no disk is measured). Formats that nobody uses for speed are compared with
/// an eighth of the logs.
final class Compression {
  private static final int SLOW = 8;

  private Compression() {}

  /// @param group those of a group are compared with its first
  /// @param cores that it may use
  /// @param command without the files; `ours` for the daemon's code
  private record Contestant(String group, String name, int cores, List<String> command) {
    boolean isOurs() {
      return command.getFirst().equals("ours");
    }

    String suffix() {
      String codec = isOurs() ? command.get(1) : group;
      return switch (codec) {
        case "zstd" -> ".zst";
        case "xz" -> ".xz";
        case "bzip2" -> ".bz2";
        case "lz4" -> ".lz4";
        default -> isOurs() || !command.getFirst().equals("zstd") ? ".gz" : ".zst";
      };
    }
  }

  private record Took(double seconds, long bytes, long kib) {}

  private static Contestant peer(String group, String name, int cores, String... command) {
    return new Contestant(group, name, cores, List.of(command));
  }

  private static Contestant ours(String group, String codec, String level, int cores) {
    return new Contestant(
        group,
        "filereeve " + codec + " " + level,
        cores,
        List.of("ours", codec, level, String.valueOf(cores)));
  }

  private static final List<Contestant> FAST =
      List.of(
          peer("1 core", "gzip -6", 1, "gzip", "-6", "-k"),
          peer("1 core", "zstd -3", 1, "zstd", "-q", "-3", "-k", "-T1"),
          ours("1 core", "zstd", "auto", 1),
          ours("1 core", "zstd", "3", 1),
          ours("1 core", "gzip", "auto", 1),
          ours("1 core", "gzip", "6", 1),
          peer("2 cores", "pigz -6 -p 2", 2, "pigz", "-6", "-k", "-p", "2"),
          peer("2 cores", "zstd -3 -T2", 2, "zstd", "-q", "-3", "-k", "-T2"),
          ours("2 cores", "zstd", "auto", 2),
          ours("2 cores", "gzip", "auto", 2),
          ours("2 cores", "gzip", "6", 2));

  private static final List<Contestant> OTHERS =
      List.of(
          peer("lz4", "lz4 -1", 1, "lz4", "-q", "-1", "-k", "-m"),
          ours("lz4", "lz4", "auto", 1),
          peer("bzip2", "bzip2 -9", 1, "bzip2", "-9", "-k"),
          ours("bzip2", "bzip2", "auto", 1),
          peer("xz", "xz -6 -T1", 1, "xz", "-6", "-k", "-T1"),
          ours("xz", "xz", "auto", 1));

  public static void main(String[] args) throws Exception {
    long mebibytes = args.length > 0 ? Long.parseLong(args[0]) : 1024;
    int runs = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    Path place = Path.of(args.length > 2 ? args[2] : "/dev/shm");
    compare(FAST, mebibytes, runs, place);
    compare(OTHERS, mebibytes / SLOW, runs, place);
  }

  private static void compare(List<Contestant> all, long mebibytes, int runs, Path place)
      throws Exception {
    System.out.printf("%,d MiB of logs, medians of %d runs%n", mebibytes, runs);
    System.out.printf(
        "%-8s %-22s %8s %8s %9s %12s %12s%n", "", "", "MiB/s", "ratio", "speed", "size", "memory");
    try (Scratch scratch = Scratch.make(place, "compression")) {
      Path directory = scratch.root().resolve("log");
      List<Path> files = Corpus.write(directory, mebibytes << 20);
      long content = size(files, "");
      Map<Contestant, List<Took>> took = new HashMap<>();
      for (int run = 0; run < runs; run++) {
        for (Contestant each : all) {
          took.computeIfAbsent(each, _ -> new ArrayList<>()).add(run(each, directory, files));
        }
      }
      Map<String, Took> first = new HashMap<>();
      for (Contestant each : all) {
        Took median = median(took.getOrDefault(each, List.of()));
        print(each, median, first.computeIfAbsent(each.group(), _ -> median), content);
      }
    }
  }

  private static void print(Contestant each, Took took, Took first, long content) {
    System.out.printf(
        "%-8s %-22s %8.0f %7.1fx %8.2fx %11.0f%% %12s%n",
        each.group(),
        each.name(),
        content / took.seconds() / (1 << 20),
        (double) content / took.bytes(),
        first.seconds() / took.seconds(),
        100.0 * took.bytes() / first.bytes(),
        each.isOurs() ? "+%.0f MiB".formatted(took.kib() / 1024.0) : "");
  }

  private static Took run(Contestant each, Path directory, List<Path> files) throws Exception {
    List<String> names = files.stream().map(file -> file.getFileName().toString()).toList();
    var command = new ArrayList<>(List.of("taskset", "-c", each.cores() == 1 ? "1" : "0,1"));
    if (each.isOurs()) {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(CompressionRun.class.getName());
      command.addAll(each.command().subList(1, each.command().size()));
      command.add(directory.toString());
    } else {
      command.addAll(each.command());
    }
    command.addAll(names);
    long began = System.nanoTime();
    String output = output(command, directory);
    double seconds = (System.nanoTime() - began) / 1e9;
    long kib = 0;
    if (each.isOurs()) {
      String[] numbers = output.strip().split(" ", -1);
      seconds = Long.parseLong(numbers[0]) / 1e3;
      kib = Long.parseLong(numbers[1]);
    }
    long bytes = size(files, each.suffix());
    check(each, directory, names);
    return new Took(seconds, bytes, kib);
  }

  private static void check(Contestant each, Path directory, List<String> names) throws Exception {
    String tool =
        switch (each.suffix()) {
          case ".zst" -> "zstd";
          case ".xz" -> "xz";
          case ".bz2" -> "bzip2";
          case ".lz4" -> "lz4";
          default -> "gzip";
        };
    for (String name : names) {
      output(List.of(tool, "-q", "-t", name + each.suffix()), directory);
      Files.delete(directory.resolve(name + each.suffix()));
    }
  }

  private static String output(List<String> command, Path directory) throws Exception {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(name -> name.startsWith("FILEREEVE_"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + " ended with " + process.exitValue());
    }
    return output;
  }

  private static long size(List<Path> files, String suffix) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(Path.of(file + suffix));
    }
    return bytes;
  }

  private static Took median(List<Took> values) {
    List<Took> sorted =
        values.stream().sorted((a, b) -> Double.compare(a.seconds(), b.seconds())).toList();
    return sorted.get(sorted.size() / 2);
  }
}
