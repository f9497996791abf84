package filereeve.kind.rotate;

import filereeve.event.Outcome;
import filereeve.files.Directory;
import filereeve.files.Remedies;
import filereeve.files.TempNames;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.process.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// Notifies the writers of logs that were renamed, by the command `after`. Logs for which it fails
/// stay pending: their writers would otherwise write to the archives for ever. A mark beside the
/// log, created before the log is renamed and removed when `after` has succeeded, records that even
/// if the process is killed.
///
/// Thread: safe for use by many threads; of several for which something is pending at the same
/// time, one runs the command for all.
final class WriterNotification {
  /// A log whose `after` is still to run.
  ///
  /// @param log its absolute path
  /// @param archive what it became; empty if it was not rotated although `before` had run
  /// @param number distinguishes two rotations of a log to the same archive name
  record Pending(Path log, Optional<Path> archive, long number) {}

  /// How often a thread that waits for another's command reports progress. It is longer than a
  /// lane's patience, so that another thread takes over the lane meanwhile.
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  /// An interrupted run waits this long for a log, to remove its mark.
  private static final Duration AT_THE_END = Duration.ofMillis(500);

  /// One round of commands.
  ///
  /// @param failed what is still pending after it
  private record Round(long number, Map<Pending, RunTally.Problem> failed) {}

  private final RotateSettings settings;
  private final Posix posix;
  private final LogLocks locks;
  private final ArchiveWriterCheck writers;
  private final HookCommand command;
  private final Map<Path, Pending> pending = new LinkedHashMap<>();
  private long added;
  private final ReentrantLock running = new ReentrantLock();
  private volatile Round last = new Round(0, Map.of());

  WriterNotification(
      RotateSettings settings,
      Posix posix,
      HookRunner runner,
      LogLocks locks,
      ArchiveWriterCheck writers) {
    this.settings = settings;
    this.posix = posix;
    this.locks = locks;
    this.writers = writers;
    this.command = new HookCommand(settings, runner, posix);
  }

  boolean isWanted() {
    return settings.how().hooks().after().isPresent();
  }

  /// Whether it runs at once for each log, not at the end of a run for all.
  boolean isForEach() {
    return isWanted() && settings.how().hooks().per() == Hooks.Per.EACH;
  }

  /// A log was renamed, or is found to have been renamed without its writer being notified.
  synchronized void add(Path log, Optional<Path> archive) {
    if (isWanted()) {
      pending.put(log, new Pending(log, archive, ++added));
    }
  }

  synchronized boolean isPending() {
    return !pending.isEmpty();
  }

  synchronized boolean isPending(Path log) {
    return pending.containsKey(log);
  }

  private synchronized List<Pending> all(Predicate<Path> which) {
    return pending.values().stream().filter(log -> which.test(log.log())).toList();
  }

  /// Returns when the command has run for everything that was pending at the call. What fails is
  /// still pending.
  ///
  /// @param which logs it is run for
  /// @param limit of the time for all of it
  void run(Predicate<Path> which, RunTally tally, Duration limit, Runnable progress)
      throws InterruptedException {
    if (all(which).isEmpty()) {
      return;
    }
    long begun = last.number();
    long deadline = deadline(limit);
    if (!lock(deadline, progress)) {
      return;
    }
    try {
      List<Pending> open = all(which);
      Round other = last;
      boolean triedByOther = other.number() > begun && other.failed().keySet().containsAll(open);
      Round round = triedByOther ? other : round(open, deadline, progress);
      open.stream()
          .flatMap(o -> Optional.ofNullable(round.failed().get(o)).stream())
          .distinct()
          .forEach(tally::add);
    } finally {
      running.unlock();
    }
  }

  private static long deadline(Duration limit) {
    long now = System.nanoTime();
    return limit.compareTo(Duration.ofDays(1)) > 0
        ? now + Duration.ofDays(1).toNanos()
        : now + limit.toNanos();
  }

  private boolean lock(long deadline, Runnable progress) throws InterruptedException {
    while (true) {
      long left = deadline - System.nanoTime();
      if (running.tryLock(Math.min(left, HEARTBEAT.toNanos()), TimeUnit.NANOSECONDS)) {
        return true;
      }
      if (left <= 0) {
        return false;
      }
      progress.run();
    }
  }

  private Round round(List<Pending> open, long deadline, Runnable progress)
      throws InterruptedException {
    Action action = settings.how().hooks().after().orElseThrow();
    var failed = new LinkedHashMap<Pending, RunTally.Problem>();
    var batches = new ArrayDeque<>(command.batches(action, open));
    while (!batches.isEmpty()) {
      progress.run();
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (!left.isPositive()) {
        break;
      }
      List<Pending> logs = batches.remove();
      Optional<String> why = run(action, logs, left);
      if (why.isPresent() && command.separate(action, logs, batches)) {
        continue;
      }
      Optional<RunTally.Problem> problem =
          why.isEmpty() ? forget(logs) : Optional.of(failure(logs, open.size(), why.get()));
      problem.ifPresent(found -> logs.forEach(log -> failed.put(log, found)));
    }
    last = new Round(last.number() + 1, failed);
    return last;
  }

  private Optional<String> run(Action action, List<Pending> logs, Duration limit)
      throws InterruptedException {
    boolean isNobodyThere =
        command.runner().isForStoppedService(action) && logs.stream().noneMatch(this::isWritten);
    return isNobodyThere ? Optional.empty() : command.run(action, logs, limit);
  }

  /// Whether a process writes what a log became; also if that cannot be told.
  private boolean isWritten(Pending log) {
    return log.archive().isPresent() && isWritten(log.archive().get());
  }

  private boolean isWritten(Path archive) {
    try (Directory directory = Directory.open(posix, ArchivePlace.directoryOf(archive))) {
      Fd fd = directory.openForReading(archive.getFileName());
      try {
        return writers.isWritten(fd, posix.stat(fd));
      } finally {
        posix.close(fd);
      }
    } catch (IOException e) {
      return !LogDirectory.isGone(e);
    }
  }

  private RunTally.Problem failure(List<Pending> logs, int of, String why) {
    String task = "notify the writer of " + command.described(logs, of);
    return new RunTally.Problem(
        task,
        new Outcome.Retry(
            "cannot %s: %s It continues to write to the archive%s."
                .formatted(task, why, logs.size() > 1 ? "s" : "")));
  }

  private Optional<RunTally.Problem> forget(List<Pending> logs) throws InterruptedException {
    Optional<RunTally.Problem> problem = Optional.empty();
    for (Pending done : logs) {
      Optional<LogLocks.Held> held = hold(done.log());
      try {
        if (held.isPresent()) {
          forget(done);
        }
      } catch (IOException e) {
        String task = "remove the mark that the writer is to be notified of " + done.log();
        problem = Optional.of(new RunTally.Problem(task, Remedies.outcome(task, e)));
      } finally {
        held.ifPresent(LogLocks.Held::close);
      }
    }
    return problem;
  }

  /// Also when the run is interrupted, but then only briefly: the command has run, and must not run
  /// again at the next start.
  ///
  /// @return empty if another thread holds the log for too long
  private Optional<LogLocks.Held> hold(Path log) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      if (!interrupted) {
        try {
          return Optional.of(locks.hold(log));
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      return locks.hold(log, AT_THE_END);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// The mark is removed first: a log that is not pending has no valid mark. One that was rotated
  /// again meanwhile is still pending, and marked.
  private void forget(Pending done) throws IOException {
    if (!isStill(done)) {
      return;
    }
    try (Directory directory = Directory.open(posix, ArchivePlace.directoryOf(done.log()))) {
      directory.remove(TempNames.of(done.log().getFileName(), TempNames.Purpose.NOTIFY));
    } catch (IOException e) {
      if (!LogDirectory.isGone(e)) {
        throw e;
      }
    }
    synchronized (this) {
      pending.remove(done.log(), done);
    }
  }

  private synchronized boolean isStill(Pending done) {
    return done.equals(pending.get(done.log()));
  }
}
