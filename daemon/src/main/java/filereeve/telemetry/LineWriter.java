package filereeve.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.LongFunction;

/// Writes lines to where they may be blocked or lost (standard error: a stopped terminal, a pipe
/// that nobody reads; the journal's socket), without ever holding up who logs: the lines wait in a
/// bounded queue for a thread of their own. What does not fit is counted, and said as soon as lines
/// flow again.
///
/// Thread: safe for use by many threads.
final class LineWriter implements AutoCloseable {
  /// Where lines go.
  @FunctionalInterface
  interface Sink {
    /// @param batch lines, or one line if they must not be joined
    void write(byte[] batch) throws IOException;
  }

  /// Bytes that may wait.
  private static final int LIMIT = 1 << 20;

  /// How long [#close] waits for the last lines.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Sink sink;
  private final int batch;
  private final LongFunction<byte[]> lostLine;
  private final Thread thread;
  private final Queue<byte[]> lines = new ArrayDeque<>();
  private int waiting;
  private long lost;
  private boolean closed;

  /// @param name of the thread
  /// @param batch lines are joined to about this many bytes; with 1, each is written by itself
  /// @param lostLine says that this many lines were lost
  LineWriter(String name, int batch, Sink sink, LongFunction<byte[]> lostLine) {
    this.batch = batch;
    this.sink = sink;
    this.lostLine = lostLine;
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  synchronized void put(byte[] line) {
    if (closed || waiting + line.length > LIMIT) {
      lost++;
      return;
    }
    lines.add(line);
    waiting += line.length;
    notifyAll();
  }

  /// Writes what waits, as far as it is taken within a second.
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
      for (List<byte[]> next = next(); !next.isEmpty(); next = next()) {
        write(next);
      }
    } catch (InterruptedException e) {
      // Closed while nothing was taken: there is nothing left to do.
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for lines; nothing after the last.
  private synchronized List<byte[]> next() throws InterruptedException {
    while (lines.isEmpty() && !closed) {
      wait();
    }
    var next = new ArrayList<byte[]>();
    int size = 0;
    if (lost > 0 && !lines.isEmpty()) {
      byte[] line = lostLine.apply(lost);
      next.add(line);
      size = line.length;
      lost = 0;
    }
    for (byte[] line = lines.peek(); line != null && size < batch; line = lines.peek()) {
      next.add(line);
      size += line.length;
      lines.remove();
      waiting -= line.length;
    }
    return next;
  }

  /// What is gone (EPIPE) takes nothing, and the daemon continues: whoever searches for the lines
  /// finds the log files, or opens the stream again by a restart.
  private void write(List<byte[]> next) {
    var joined = new ByteArrayOutputStream();
    next.forEach(joined::writeBytes);
    try {
      sink.write(joined.toByteArray());
    } catch (IOException e) {
      synchronized (this) {
        lost += next.size();
      }
    }
  }
}
