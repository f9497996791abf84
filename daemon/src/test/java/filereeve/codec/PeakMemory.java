package filereeve.codec;

import filereeve.files.Directory;
import filereeve.posix.Libdeflate;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.replace.FileReplacement;
import filereeve.replace.ReplacementSteps;
import filereeve.replace.Replacing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A program that compresses a file and prints the peak of memory that this took, in KiB, above the
/// memory before. It runs with the daemon's Java options.
final class PeakMemory {
  private PeakMemory() {}

  /// @param arguments the file, the codec, and the number of threads
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path file = Path.of(arguments[0]);
    Codec codec = Codec.valueOf(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    Posix posix = new LinuxPosix();
    try (var compressors = new Compressors(posix, threads, Libdeflate.find(), () -> {})) {
      var steps = new ReplacementSteps(posix, compressors);
      long idle = kib("VmRSS:");
      compress(posix, steps, file, codec);
      System.out.println(kib("VmHWM:") - idle);
    }
  }

  private static void compress(Posix posix, ReplacementSteps steps, Path file, Codec codec)
      throws IOException, InterruptedException {
    Path name = file.getFileName();
    try (Directory directory = Directory.open(posix, file.resolveSibling("."))) {
      FileReplacement prepared =
          steps.prepare(
              directory,
              name,
              directory,
              Optional.of(codec),
              new Level.Auto(),
              Replacing::nobodyWrites,
              _ -> {});
      prepared.close();
    }
  }

  private static long kib(String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
