package filereeve.process;

import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A command at work: reads its output and waits for its end, in the calling thread.
///
/// The output comes through a pipe of our own that is never waited for. A process that the command
/// leaves behind with its output open would hold a reader of the JDK's pipe for as long as it
/// lives.
final class RunningCommand {
  /// From SIGTERM to SIGKILL.
  private static final Duration GRACE = Duration.ofSeconds(2);

  /// The same for a run that is to end at once: the daemon itself is ending, within 4 s.
  private static final Duration SHORT_GRACE = Duration.ofSeconds(1);

  /// How long the kernel may take to end a killed process; one that hangs in a system call is left.
  private static final Duration KILLED = Duration.ofSeconds(1);

  /// What a process left behind writes on and on is read this many times only.
  private static final int LONGEST_REST = 64;

  private static final long SHORTEST_WAIT = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(20);

  /// Exit codes above this one, up to 64 more, say which signal it was.
  private static final int SIGNALLED = 128;

  private final Process process;
  private final ProcessGroup group;
  private final Posix posix;
  private final Fd output;
  private final Tail tail = new Tail();
  private final byte[] buffer = new byte[65_536];

  /// @param output the reading end of the pipe that it writes into; stays the caller's to close
  RunningCommand(Process process, ProcessGroup group, Posix posix, Fd output) {
    this.process = process;
    this.group = group;
    this.posix = posix;
    this.output = output;
  }

  Ended await(Duration timeout) throws InterruptedException, IOException {
    long began = System.nanoTime();
    boolean ended = false;
    Duration grace = SHORT_GRACE;
    try {
      ended = waitFor(timeout);
      grace = GRACE;
    } finally {
      if (!ended) {
        end(grace);
      }
    }
    for (int reads = 0; reads < LONGEST_REST && read(); ) {
      reads++;
    }
    return ended
        ? verdict(Duration.ofNanos(System.nanoTime() - began))
        : new Ended.TimedOut(timeout, tail.text());
  }

  /// @return false if it still runs after this time
  private boolean waitFor(Duration time) throws InterruptedException, IOException {
    long deadline = System.nanoTime() + time.toNanos();
    long wait = SHORTEST_WAIT;
    while (System.nanoTime() < deadline) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (read()) {
        wait = SHORTEST_WAIT;
      } else if (process.waitFor(wait, TimeUnit.NANOSECONDS)) {
        return true;
      } else {
        wait = Math.min(2 * wait, LONGEST_WAIT);
      }
    }
    return false;
  }

  private Ended verdict(Duration took) {
    int code = process.exitValue();
    if (code == 0) {
      return new Ended.Success(tail.text(), took);
    }
    return code > SIGNALLED && code <= SIGNALLED + 64
        ? new Ended.Killed(code - SIGNALLED, tail.text())
        : new Ended.ExitCode(code, tail.text());
  }

  /// Ends the group. An interruption cuts the time between the signals short.
  private void end(Duration grace) throws InterruptedException, IOException {
    group.terminate();
    try {
      long deadline = System.nanoTime() + grace.toNanos();
      while (group.isAlive() && System.nanoTime() < deadline) {
        if (!read()) {
          TimeUnit.NANOSECONDS.sleep(LONGEST_WAIT);
        }
      }
    } finally {
      group.kill();
      process.waitFor(KILLED.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /// @return whether there was anything
  private boolean read() throws IOException {
    int got = posix.readPipe(output, buffer);
    if (got > 0) {
      tail.add(buffer, got);
    }
    return got > 0;
  }
}
