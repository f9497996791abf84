package filereeve.bench.corpus;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Logs as they are on real hosts, the same for the same size: nginx, syslog, a Java service, JSON.
public final class Corpus {
  private Corpus() {}

  /// Writes four logs into a directory.
  ///
  /// @param bytes of all together
  public static List<Path> write(Path directory, long bytes) throws IOException {
    Map<String, LogKind> kinds = new LinkedHashMap<>();
    kinds.put("access.log", new AccessLog(new Dice(1)));
    kinds.put("syslog", new Syslog(new Dice(2)));
    kinds.put("application.log", new ApplicationLog(new Dice(3)));
    kinds.put("service.json.log", new JsonLog(new Dice(4)));
    for (var kind : kinds.entrySet()) {
      write(directory.resolve(kind.getKey()), kind.getValue(), bytes / kinds.size());
    }
    return kinds.keySet().stream().map(directory::resolve).toList();
  }

  private static void write(Path file, LogKind kind, long bytes) throws IOException {
    var line = new Line();
    var dice = new Dice(5);
    LocalDateTime now = LocalDateTime.of(2026, 11, 21, 0, 0);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (long written = 0; written < bytes; ) {
        kind.next(line, now);
        byte[] record = line.taken();
        out.write(record);
        written += record.length;
        now = now.plus(Duration.ofMillis(dice.below(2_000 / kind.perSecond())));
      }
    }
  }

  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]), Long.parseLong(args[1]) << 20);
  }
}
