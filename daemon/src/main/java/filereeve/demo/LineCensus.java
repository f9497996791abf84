package filereeve.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.codec.Codec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;

/// Counts the numbered lines of a log and all its archives: found, doubled, damaged.
public final class LineCensus {
  /// The number and sizes of the archives.
  ///
  /// @param count the number of archives
  /// @param compressed how many are compressed
  /// @param bytesBefore the size of the compressed archives' content
  /// @param bytesAfter the size of the compressed archives on disk
  public record Archives(int count, int compressed, long bytesBefore, long bytesAfter) {
    double ratio() {
      return (double) bytesBefore / Math.max(1, bytesAfter);
    }
  }

  private final BitSet seen = new BitSet();
  private long found;
  private long doubled;
  private long damaged;
  private int archives;
  private int compressed;
  private long bytesBefore;
  private long bytesAfter;

  /// Counts a log and all files in its directory whose name begins with the log's; temporary files
  /// have other names.
  public static LineCensus of(Path log) throws IOException {
    var census = new LineCensus();
    String name = String.valueOf(log.getFileName());
    try (var files = Files.list(log.resolveSibling("."))) {
      for (Path file : files.sorted().toList()) {
        if (String.valueOf(file.getFileName()).startsWith(name)) {
          census.count(file, file.getFileName().equals(log.getFileName()));
        }
      }
    }
    return census;
  }

  /// Counts the lines of a stream.
  public static LineCensus of(InputStream lines) throws IOException {
    var census = new LineCensus();
    census.count(lines);
    return census;
  }

  private void count(Path file, boolean live) throws IOException {
    archives += live ? 0 : 1;
    Optional<Codec> codec = Codec.ofName(file);
    try (InputStream in = Files.newInputStream(file)) {
      if (codec.isEmpty()) {
        count(in);
      } else {
        compressed++;
        bytesAfter += Files.size(file);
        bytesBefore += count(codec.get().decoder(in));
      }
    }
  }

  private long count(InputStream in) throws IOException {
    long bytes = 0;
    var reader = new BufferedReader(new InputStreamReader(in, UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      bytes += line.length() + 1L;
      count(line);
    }
    return bytes;
  }

  private void count(String line) {
    var number = LogLine.numberOf(line);
    if (number.isEmpty() || !line.equals(LogLine.of(number.getAsLong()))) {
      damaged++;
    } else if (seen.get((int) number.getAsLong())) {
      doubled++;
    } else {
      seen.set((int) number.getAsLong());
      found++;
    }
  }

  /// The number of different lines.
  public long found() {
    return found;
  }

  /// The number of repeated lines.
  public long doubled() {
    return doubled;
  }

  /// The number of lines that differ from what was written.
  public long damaged() {
    return damaged;
  }

  public Archives archives() {
    return new Archives(archives, compressed, bytesBefore, bytesAfter);
  }
}
