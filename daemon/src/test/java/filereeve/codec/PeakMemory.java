package filereeve.codec;

import filereeve.files.Directory;
import filereeve.posix.Libdeflate;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.replace.ArchiveRequest;
import filereeve.replace.CompressedReplacement;
import filereeve.replace.Preparation;
import filereeve.replace.Prepared;
import filereeve.replace.Replacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A program that compresses a file and prints what that took of memory at the most, in KiB, above
/// what it had before. Run with the daemon's Java options.
final class PeakMemory {
  private PeakMemory() {}

  /// @param arguments the file, the codec, and how many threads
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path file = Path.of(arguments[0]);
    Codec codec = Codec.valueOf(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    Posix posix = new LinuxPosix();
    try (var compressors = new Compressors(posix, threads, Libdeflate.find(), () -> {})) {
      var replacement = new CompressedReplacement(posix, compressors);
      long idle = kib("VmRSS:");
      compress(posix, replacement, file, codec);
      System.out.println(kib("VmHWM:") - idle);
    }
  }

  private static void compress(
      Posix posix, CompressedReplacement replacement, Path file, Codec codec)
      throws IOException, InterruptedException {
    Path target = Path.of(file.getFileName() + "." + codec.suffix());
    var request = new ArchiveRequest(file.getFileName(), target, codec, new Level.Auto());
    try (Directory directory = Directory.open(posix, file.resolveSibling("."))) {
      switch (replacement.prepare(directory, request, _ -> {})) {
        case Preparation.Ready(Prepared ready) -> ready.close();
        case Preparation.Ended(Replacement result) -> throw new IOException(result.toString());
      }
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
