package filereeve.process;

import filereeve.posix.ExitStatus;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
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

  private final ProcessGroup group;
  private final Posix posix;
  private final Fd output;
  private final Tail tail = new Tail();
  private final byte[] buffer = new byte[65_536];

  /// @param output the reading end of the pipe that it writes into; stays the caller's to close
  RunningCommand(ProcessGroup group, Posix posix, Fd output) {
    this.group = group;
    this.posix = posix;
    this.output = output;
  }

  Ended await(Duration timeout) throws InterruptedException, IOException {
    long began = System.nanoTime();
    Optional<ExitStatus> status = Optional.empty();
    Duration grace = SHORT_GRACE;
    try {
      status = waitFor(timeout);
      grace = GRACE;
    } finally {
      if (status.isEmpty()) {
        end(grace);
      }
    }
    for (int reads = 0; reads < LONGEST_REST && read(); ) {
      reads++;
    }
    return status.isPresent()
        ? verdict(status.get(), Duration.ofNanos(System.nanoTime() - began))
        : new Ended.TimedOut(timeout, tail.text());
  }

  /// Reads the output meanwhile.
  ///
  /// @return empty if it still runs after this time
  private Optional<ExitStatus> waitFor(Duration time) throws InterruptedException, IOException {
    long deadline = System.nanoTime() + time.toNanos();
    long wait = SHORTEST_WAIT;
    while (System.nanoTime() < deadline) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (read()) {
        wait = SHORTEST_WAIT;
        continue;
      }
      Optional<ExitStatus> status = group.exitStatus();
      if (status.isPresent()) {
        return status;
      }
      TimeUnit.NANOSECONDS.sleep(wait);
      wait = Math.min(2 * wait, LONGEST_WAIT);
    }
    return Optional.empty();
  }

  private Ended verdict(ExitStatus status, Duration took) {
    return switch (status) {
      case ExitStatus.Exited(int code) when code == 0 -> new Ended.Success(tail.text(), took);
      case ExitStatus.Exited(int code) -> new Ended.ExitCode(code, tail.text());
      case ExitStatus.Signalled(int signal) -> new Ended.Killed(signal, tail.text());
    };
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
      waitFor(KILLED);
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
