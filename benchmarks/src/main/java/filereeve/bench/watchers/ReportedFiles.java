package filereeve.bench.watchers;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Pattern;

/// Which files a watcher has reported, and when first. A file's name contains its number, so that
/// it can be found in any format of output.
///
/// Thread: written by the threads that read the output.
final class ReportedFiles {
  /// A file that is written repeatedly until it is reported, to see that everything is watched.
  static final int CANARY = 0;

  /// Numbers below this are counted.
  private static final int MOST = 1_100_000;

  private static final int DIGITS = 7;
  private static final int LINE = 300;
  private static final int LINES = 200;
  private static final Pattern LOSS =
      Pattern.compile("overflow|recrawl|rescan|fresh_instance\":true", Pattern.CASE_INSENSITIVE);

  private final AtomicLongArray first = new AtomicLongArray(MOST);
  private final AtomicInteger count = new AtomicInteger();
  private volatile int from = 1;
  private volatile int to;

  /// Lines that name no file.
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  private final AtomicInteger lineCount = new AtomicInteger();

  static String name(int number) {
    return String.format(Locale.ROOT, "n%0" + DIGITS + "d.log", number);
  }

  /// Forgets all reports. From now on these files count, and the canary.
  ///
  /// @param to the last one, included
  void expect(int from, int to) {
    this.from = from;
    this.to = to;
    for (int i = 0; i < MOST; i++) {
      first.set(i, 0);
    }
    count.set(0);
    lines.clear();
    lineCount.set(0);
  }

  /// When this file was reported first, by [System#nanoTime]; 0 if it was not.
  long at(int number) {
    return first.get(number);
  }

  int count() {
    return count.get();
  }

  private int missing() {
    return to - from + 1 - count();
  }

  /// When the last of them was reported first.
  long last() {
    long last = 0;
    for (int i = from; i <= to; i++) {
      long at = first.get(i);
      if (at != 0 && (last == 0 || at - last > 0)) {
        last = at;
      }
    }
    return last;
  }

  /// Waits for all that are expected, until none has been reported for a time.
  ///
  /// @return how many are missing
  int await(Duration patience) throws InterruptedException {
    int before = count();
    long end = System.nanoTime() + patience.toNanos();
    while (missing() > 0 && System.nanoTime() < end) {
      Thread.sleep(2);
      if (count() != before) {
        before = count();
        end = System.nanoTime() + patience.toNanos();
      }
    }
    return missing();
  }

  boolean awaitOne(int number, Duration within) throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    while (at(number) == 0 && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    return at(number) != 0;
  }

  Optional<String> line(Pattern wanted) {
    return lines.stream().filter(l -> wanted.matcher(l).find()).findFirst();
  }

  /// A line that says that something may have been lost.
  Optional<String> loss() {
    return line(LOSS);
  }

  /// Reads output to its end.
  void read(InputStream output) throws IOException {
    byte[] block = new byte[64 << 10];
    var scan = new Scan();
    for (int got = output.read(block); got >= 0; got = output.read(block)) {
      long now = System.nanoTime();
      for (int i = 0; i < got; i++) {
        scan.next(block[i], now);
      }
    }
  }

  private void report(int number, long now) {
    if (number == CANARY) {
      first.compareAndSet(number, 0, now);
    } else if (number >= from && number <= to && first.compareAndSet(number, 0, now)) {
      count.incrementAndGet();
    }
  }

  private void keep(String line) {
    if (lineCount.getAndIncrement() < LINES) {
      lines.add(line);
    }
  }

  /// Finds `n`, digits, `.log`; and the beginning of each line without one.
  private final class Scan {
    private final StringBuilder head = new StringBuilder();
    private final StringBuilder tail = new StringBuilder();
    private int digits = -1;
    private int number;
    private boolean named;

    void next(byte b, long now) {
      if (b == '\n') {
        end();
      } else {
        add((char) (b & 0xff));
      }
      if (b == 'n') {
        digits = 0;
        number = 0;
      } else if (digits >= 0 && digits < DIGITS && b >= '0' && b <= '9') {
        digits++;
        number = number * 10 + b - '0';
      } else if (digits == DIGITS && b == '.') {
        report(number, now);
        named = true;
        digits = -1;
      } else {
        digits = -1;
      }
    }

    private void add(char c) {
      if (head.length() < LINE) {
        head.append(c);
        return;
      }
      tail.append(c);
      if (tail.length() >= 2 * LINE) {
        tail.delete(0, LINE);
      }
    }

    /// Keeps the beginning and the end of a long line with many names, where watchman reports a
    /// loss.
    private void end() {
      String line = head + (tail.isEmpty() ? "" : " … " + tail);
      if (!line.isEmpty() && (!named || LOSS.matcher(line).find())) {
        keep(line);
      }
      head.setLength(0);
      tail.setLength(0);
      named = false;
    }
  }
}
