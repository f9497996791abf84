package filereeve.kind.rotate;

import filereeve.event.Outcome;
import filereeve.files.Directory;
import filereeve.files.Remedies;
import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.process.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// Runs `after` for logs that were renamed. What it did not run well for stays owed: else a writer
/// would go on writing into the archive for ever. A mark beside the log ([Owed#mark]) says so even
/// if the process is killed.
///
/// Thread: safe for use by many threads; of several that owe something at the same time, one runs
/// the command for all.
final class AfterHook {
  /// For one that waits for another thread's command: so often it says that it is alive. It is
  /// longer than a lane's patience, so that another thread stands in for it meanwhile.
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

  /// One round of commands.
  ///
  /// @param failed what stayed owed after it
  private record Round(long number, Map<Owed, Problems.Problem> failed) {}

  private final RotateSettings settings;
  private final Posix posix;
  private final LogLocks locks;
  private final HookCommand command;
  private final Map<Path, Owed> owed = new LinkedHashMap<>();
  private long debts;
  private final ReentrantLock running = new ReentrantLock();
  private volatile Round last = new Round(0, Map.of());

  AfterHook(RotateSettings settings, Posix posix, Teller teller, LogLocks locks) {
    this.settings = settings;
    this.posix = posix;
    this.locks = locks;
    this.command = new HookCommand(settings, teller);
  }

  boolean isWanted() {
    return settings.hooks().after().isPresent();
  }

  /// Whether it runs at once for each log, not at the end of a run for all.
  boolean isForEach() {
    return isWanted() && settings.hooks().per() == Hooks.Per.EACH;
  }

  /// A log was renamed, or is found to have been renamed without its writer being told.
  synchronized void owe(Owed log) {
    if (isWanted()) {
      owed.put(log.log(), new Owed(log.log(), log.archive(), ++debts));
    }
  }

  synchronized boolean isOwed() {
    return !owed.isEmpty();
  }

  synchronized boolean isOwed(Path log) {
    return owed.containsKey(log);
  }

  private synchronized List<Owed> all(Predicate<Path> which) {
    return owed.values().stream().filter(log -> which.test(log.log())).toList();
  }

  /// Returns when everything that was owed at the call was dealt with. What fails stays owed.
  ///
  /// @param which logs it is run for
  /// @param limit of the time for all of it
  void run(Predicate<Path> which, Problems problems, Duration limit, Runnable progress)
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
      List<Owed> open = all(which);
      Round other = last;
      boolean triedByOther = other.number() > begun && other.failed().keySet().containsAll(open);
      Round round = triedByOther ? other : round(open, deadline, progress);
      open.stream()
          .flatMap(o -> Optional.ofNullable(round.failed().get(o)).stream())
          .distinct()
          .forEach(problems::add);
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
      if (running.tryLock(Math.min(left, SIGN_OF_LIFE.toNanos()), TimeUnit.NANOSECONDS)) {
        return true;
      }
      if (left <= 0) {
        return false;
      }
      progress.run();
    }
  }

  private Round round(List<Owed> open, long deadline, Runnable progress)
      throws InterruptedException {
    var failed = new LinkedHashMap<Owed, Problems.Problem>();
    for (List<Owed> logs : together(open)) {
      progress.run();
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (left.isPositive()) {
        run(logs, left).ifPresent(problem -> logs.forEach(log -> failed.put(log, problem)));
      }
    }
    last = new Round(last.number() + 1, failed);
    return last;
  }

  private List<List<Owed>> together(List<Owed> open) {
    return switch (settings.hooks().per()) {
      case ONCE -> open.isEmpty() ? List.of() : List.of(open);
      case EACH -> open.stream().map(List::of).toList();
    };
  }

  private Optional<Problems.Problem> run(List<Owed> logs, Duration limit)
      throws InterruptedException {
    Action action = settings.hooks().after().orElseThrow();
    Optional<String> why = command.run(action, logs, limit);
    return why.isPresent() ? Optional.of(notTold(logs, why.get())) : forget(logs);
  }

  private Problems.Problem notTold(List<Owed> logs, String why) {
    String whose =
        switch (settings.hooks().per()) {
          case ONCE -> "its logs were";
          case EACH -> logs.getFirst().log() + " was";
        };
    return new Problems.Problem(
        "tell the writer that %s rotated".formatted(whose),
        new Outcome.Retry(
            "cannot tell the writer that %s rotated, so it goes on writing into the archive%s: %s%s"
                .formatted(
                    whose,
                    settings.hooks().per() == Hooks.Per.ONCE ? "s" : "",
                    why,
                    why.endsWith(".") ? "" : ".")));
  }

  private Optional<Problems.Problem> forget(List<Owed> logs) throws InterruptedException {
    Optional<Problems.Problem> problem = Optional.empty();
    for (Owed told : logs) {
      try (var _ = locks.hold(told.log())) {
        forget(told);
      } catch (IOException e) {
        String task = "remove the mark that the writer is to be told of " + told.log();
        problem = Optional.of(new Problems.Problem(task, Remedies.outcome(task, e)));
      }
    }
    return problem;
  }

  /// The mark goes first: a log that is not owed here has no mark that counts. One that was rotated
  /// again meanwhile stays owed, and marked.
  private void forget(Owed told) throws IOException {
    if (!isStill(told)) {
      return;
    }
    try (Directory directory = Directory.open(posix, ArchivePlace.directoryOf(told.log()))) {
      removeMark(directory, Owed.mark(told.log()));
    } catch (PosixException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
    noLongerOwed(told);
  }

  private static void removeMark(Directory directory, Path mark) throws IOException {
    try {
      directory.unlink(mark);
    } catch (PosixException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  private synchronized boolean isStill(Owed told) {
    return told.equals(owed.get(told.log()));
  }

  private synchronized void noLongerOwed(Owed told) {
    owed.remove(told.log(), told);
  }
}
