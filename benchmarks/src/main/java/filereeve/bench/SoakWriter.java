package filereeve.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import filereeve.demo.LogLine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Writes numbered lines into many logs at a steady rate, one line at a time: most logs are opened
/// for each line, some stay open. Besides, files arrive to be compressed, a service's configuration
/// changes, and a directory is renamed there and back.
///
/// Thread: one calls [#write].
final class SoakWriter {
  static final int LOGS = 40;

  private static final int DIRECTORIES = 20;

  /// From this one on, logs stay open: they are rotated by copytruncate.
  private static final int FIRST_OPEN = 36;

  private static final int LINES_AT_ONCE = 330;
  private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(3);

  private final Path root;
  private final long linesPerMinute;
  private final long[] lines = new long[LOGS];

  SoakWriter(Path root, long linesPerMinute) {
    this.root = root;
    this.linesPerMinute = linesPerMinute;
  }

  /// @return the logs, by their numbers
  List<Path> logs() {
    var logs = new ArrayList<Path>();
    for (int i = 0; i < LOGS; i++) {
      logs.add(directory(i % DIRECTORIES).resolve("w" + i + (i < FIRST_OPEN ? ".log" : ".out")));
    }
    return logs;
  }

  /// @return how many lines were written into this log
  long lines(int log) {
    return lines[log];
  }

  void makeDirectories() throws IOException {
    for (int i = 0; i < DIRECTORIES; i++) {
      Files.createDirectories(directory(i));
    }
  }

  void write(Duration duration) throws IOException {
    List<Path> logs = logs();
    var open = new ArrayList<OutputStream>();
    try {
      for (int i = FIRST_OPEN; i < LOGS; i++) {
        open.add(Files.newOutputStream(logs.get(i), CREATE, APPEND));
      }
      write(duration, logs, open);
    } finally {
      for (OutputStream out : open) {
        out.close();
      }
    }
  }

  private void write(Duration duration, List<Path> logs, List<OutputStream> open)
      throws IOException {
    long begin = System.nanoTime();
    long nextChange = BETWEEN_CHANGES.toNanos();
    long written = 0;
    int changes = 0;
    for (long now = 0; now < duration.toNanos(); now = System.nanoTime() - begin) {
      if (now >= nextChange) {
        change(changes++);
        nextChange += BETWEEN_CHANGES.toNanos();
      }
      for (int i = 0; i < LINES_AT_ONCE; i++, written++) {
        int log = (int) (written % LOGS);
        byte[] line = (LogLine.of(lines[log]) + "\n").getBytes(UTF_8);
        if (log < FIRST_OPEN) {
          Files.write(logs.get(log), line, CREATE, APPEND);
        } else {
          open.get(log - FIRST_OPEN).write(line);
        }
        lines[log]++;
      }
      long due = written * Duration.ofMinutes(1).toNanos() / linesPerMinute;
      LockSupport.parkNanos(due - (System.nanoTime() - begin));
    }
  }

  private void change(int number) throws IOException {
    Files.writeString(directory(3).resolve("export-" + number + ".csv"), "c".repeat(5000));
    Files.writeString(root.resolve("service").resolve("main.conf"), "change " + number + "\n");
    Path moved = directory(DIRECTORIES - 1);
    Path away = moved.resolveSibling("away");
    Files.move(moved, away);
    Files.move(away, moved);
  }

  private Path directory(int number) {
    return root.resolve("log").resolve("d" + number);
  }
}
