package filereeve.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongFunction;

/// Writes lines to a stream that may block or be gone (standard error: a stopped terminal, a pipe
/// that nobody reads), without ever holding up who logs: the lines wait in a bounded queue for a
/// thread of their own. What does not fit is counted, and said as soon as lines flow again.
///
/// Thread: safe for use by many threads. The stream is not closed: it is not ours.
final class LineWriter implements AutoCloseable {
  /// Bytes that may wait.
  private static final int LIMIT = 1 << 20;

  /// Bytes of one write.
  private static final int BATCH = 1 << 13;

  /// How long [#close] waits for the last lines.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final OutputStream out;
  private final LongFunction<String> lostLine;
  private final Thread thread;
  private final Queue<byte[]> lines = new ArrayDeque<>();
  private int waiting;
  private long lost;
  private boolean closed;

  /// @param lostLine says that this many lines were lost
  LineWriter(OutputStream out, LongFunction<String> lostLine) {
    this.out = out;
    this.lostLine = lostLine;
    this.thread = Thread.ofPlatform().name("filereeve-log").daemon().start(this::run);
  }

  synchronized void put(String line) {
    byte[] bytes = (line + '\n').getBytes(StandardCharsets.UTF_8);
    if (closed || waiting + bytes.length > LIMIT) {
      lost++;
      return;
    }
    lines.add(bytes);
    waiting += bytes.length;
    notifyAll();
  }

  /// Writes what waits, as far as the stream takes it within a second.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      if (!thread.join(PATIENCE)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (byte[] batch = next(); batch.length > 0; batch = next()) {
        write(batch);
      }
    } catch (InterruptedException e) {
      // Closed while the stream took nothing: there is nothing left to do.
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for lines; nothing after the last.
  private synchronized byte[] next() throws InterruptedException {
    while (lines.isEmpty() && !closed) {
      wait();
    }
    var batch = new ByteArrayOutputStream(BATCH);
    if (lost > 0 && !lines.isEmpty()) {
      batch.writeBytes((lostLine.apply(lost) + '\n').getBytes(StandardCharsets.UTF_8));
      lost = 0;
    }
    do {
      byte[] line = lines.poll();
      if (line == null) {
        break;
      }
      batch.writeBytes(line);
      waiting -= line.length;
    } while (batch.size() < BATCH);
    return batch.toByteArray();
  }

  /// A stream that is gone (EPIPE) takes nothing, and the daemon continues: whoever searches for
  /// the lines finds the log files, or opens the stream again by a restart.
  private void write(byte[] batch) {
    try {
      out.write(batch);
      out.flush();
    } catch (IOException e) {
      synchronized (this) {
        for (byte b : batch) {
          if (b == '\n') {
            lost++;
          }
        }
      }
    }
  }
}
