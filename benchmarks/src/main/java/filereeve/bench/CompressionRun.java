package filereeve.bench;

import filereeve.codec.Codec;
import filereeve.codec.Compressors;
import filereeve.codec.Level;
import filereeve.files.Directory;
import filereeve.posix.Libdeflate;
import filereeve.posix.LinuxPosix;
import filereeve.replace.Existing;
import filereeve.replace.ReplacementResult;
import filereeve.replace.ReplacementSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What the daemon does with finished files, without its waiting for them: compressed, read back,
/// compared, synced and named, one after the other. A process of its own, with the daemon's flags.
///
/// Arguments: codec, level or `auto`, workers, directory, and the names of the files. Prints the
/// milliseconds it took without the start of the JVM, and how many KiB of memory it took at the
/// most beyond those that it had at the beginning.
final class CompressionRun {
  private CompressionRun() {}

  public static void main(String[] args) throws Exception {
    Codec codec = Codec.valueOf(args[0].toUpperCase(Locale.ROOT));
    Level level =
        args[1].equals("auto") ? new Level.Auto() : new Level.Fixed(Integer.parseInt(args[1]));
    var posix = new LinuxPosix();
    int workers = Integer.parseInt(args[2]);
    long idle = memory("VmRSS:");
    long began = System.nanoTime();
    try (var compressors = new Compressors(posix, workers, Libdeflate.find(), () -> {});
        Directory directory = Directory.open(posix, Path.of(args[3]))) {
      var steps = new ReplacementSteps(posix, compressors);
      for (String name : List.of(args).subList(4, args.length)) {
        var result =
            steps.replaceOne(
                directory, Path.of(name), codec, level, Existing.KEEP, true, _ -> false, _ -> {});
        if (!(result instanceof ReplacementResult.Compressed)) {
          throw new IOException(name + ": " + result);
        }
      }
    }
    long took = (System.nanoTime() - began) / 1_000_000;
    System.out.println(took + " " + (memory("VmHWM:") - idle));
  }

  /// In KiB, from proc(5)'s status.
  private static long memory(String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
