package filereeve.demo;

import filereeve.process.SignalName;
import filereeve.process.Signals;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs the demo: starts a daemon, writes a log, edits a configuration, stops, and counts lines.
public final class Demo {
  private static final int LINES_PER_SECOND = 5_000;

  /// Longer than the start of a JVM takes on a busy machine.
  private static final Duration START = Duration.ofSeconds(60);

  /// Time to compress the last archive after the last line.
  private static final Duration COMPRESSION = Duration.ofSeconds(3);

  /// The promise for SIGTERM is 5 s; a busy machine gets twice that.
  private static final Duration STOP = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final Duration duration;
  private final boolean keep;

  /// @param keep keeps the scratch tree for inspection
  public Demo(PrintWriter out, Duration duration, boolean keep) {
    this.out = out;
    this.duration = duration;
    this.keep = keep;
  }

  /// @return whether every line was found once, the good edit was applied and the bad one refused
  public boolean show() throws IOException, InterruptedException {
    ScratchTree tree = ScratchTree.create();
    try {
      return show(tree);
    } finally {
      if (keep) {
        say("The scratch tree is kept in " + tree.root());
      } else {
        tree.remove();
      }
    }
  }

  private boolean show(ScratchTree tree) throws IOException, InterruptedException {
    say("Scratch tree ($TREE): " + tree.root());
    say("Starting the daemon. Its log, as it comes:");
    try (var daemon =
        DaemonProcess.start(
            tree.configuration(),
            line -> say("  | " + line.replace(tree.root() + "/", "$TREE/")))) {
      if (!daemon.await("ready", 1, START)) {
        say("The daemon did not become ready: its log says why.");
        return false;
      }
      long written = act(tree);
      Thread.sleep(COMPRESSION);
      say("Stopping the daemon (SIGTERM).");
      int status = daemon.stop(STOP);
      return report(new Result(written, LineCensus.of(tree.log()), daemon, status));
    }
  }

  /// Writes the log for the whole duration. After a third of it, it edits the configuration; after
  /// two thirds, it edits it badly.
  private long act(ScratchTree tree) throws IOException, InterruptedException {
    var writer = new LogWriter(tree.log(), LINES_PER_SECOND);
    Signals.on(SignalName.HUP, writer::reopen);
    say(
        String.format(
            Locale.ROOT, "Writing %,d lines a second to $TREE/log/app.log", LINES_PER_SECOND));
    try (var executor = Executors.newSingleThreadExecutor()) {
      Callable<Long> write = () -> writer.write(duration);
      Future<Long> written = executor.submit(write);
      Thread.sleep(duration.dividedBy(3));
      say("Editing the service's configuration: workers = 8");
      tree.editService("workers = 8\n");
      Thread.sleep(duration.dividedBy(3));
      say("Editing it badly: workers = many");
      tree.editService("workers = many\n");
      return written.get();
    } catch (ExecutionException e) {
      throw new IOException("cannot write the demo's log: " + e.getCause(), e);
    }
  }

  private record Result(long written, LineCensus census, DaemonProcess daemon, int status) {
    boolean everyLineOnce() {
      return census.found() == written && census.doubled() == 0 && census.damaged() == 0;
    }

    boolean onlyGoodEditApplied() {
      return daemon.count("reloaded") == 1 && daemon.count("reload-refused") == 1;
    }
  }

  private boolean report(Result result) {
    LineCensus census = result.census();
    LineCensus.Archives archives = census.archives();
    out.println();
    row("lines written", result.written());
    row("lines found in log + archives", census.found());
    row("  found twice", census.doubled());
    row("  damaged", census.damaged());
    row("rotations", archives.count());
    row("archives compressed", archives.compressed());
    row("  bytes before", archives.bytesBefore());
    row("  bytes after", archives.bytesAfter());
    row("  ratio", archives.ratio());
    row("reloads done", result.daemon().count("reloaded"));
    row("reloads refused", result.daemon().count("reload-refused"));
    row("daemon's exit status", result.status());
    out.println();
    boolean fine = result.everyLineOnce() && result.onlyGoodEditApplied() && result.status() == 0;
    say(fine ? "Every line was found exactly once." : "NOT as promised: see the table.");
    return fine;
  }

  private void row(String name, long value) {
    row(name, String.format(Locale.ROOT, "%,d", value));
  }

  private void row(String name, double value) {
    row(name, String.format(Locale.ROOT, "%.1f", value));
  }

  private void row(String name, String value) {
    out.printf("  %-32s %14s%n", name, value);
  }

  private void say(String text) {
    synchronized (out) {
      out.println(text);
      out.flush();
    }
  }
}
