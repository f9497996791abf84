package filereeve.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Writes numbered lines to a log at a steady rate, as a service does: it keeps the file open, and
/// reopens it on request.
public final class LogWriter {
  /// The length of a burst of lines: short enough to look steady.
  private static final Duration BURST = Duration.ofMillis(10);

  /// The most lines of one write, when it cannot keep up with its rate.
  private static final long MOST_AT_ONCE = 10_000;

  private final Path log;
  private final int linesPerSecond;
  private volatile boolean reopen;

  public LogWriter(Path log, int linesPerSecond) {
    this.log = log;
    this.linesPerSecond = linesPerSecond;
  }

  /// Requests to reopen the log, as SIGHUP does with a service. Thread: any.
  public void reopen() {
    reopen = true;
  }

  /// Writes for this long.
  ///
  /// @return the number of lines
  public long write(Duration duration) throws IOException {
    long start = System.nanoTime();
    long written = 0;
    OutputStream out = open();
    try {
      for (long elapsed = 0; elapsed < duration.toNanos(); elapsed = System.nanoTime() - start) {
        if (reopen) {
          reopen = false;
          out.close();
          out = open();
        }
        long due = linesPerSecond * elapsed / Duration.ofSeconds(1).toNanos();
        long next = Math.min(due, written + MOST_AT_ONCE);
        if (next > written) {
          out.write(lines(written, next));
          written = next;
        }
        if (next == due) {
          LockSupport.parkNanos(BURST.toNanos());
        }
      }
    } finally {
      out.close();
    }
    return written;
  }

  private OutputStream open() throws IOException {
    return Files.newOutputStream(log, CREATE, APPEND);
  }

  private static byte[] lines(long from, long to) {
    var text = new StringBuilder();
    for (long number = from; number < to; number++) {
      text.append(LogLine.of(number)).append('\n');
    }
    return text.toString().getBytes(UTF_8);
  }
}
