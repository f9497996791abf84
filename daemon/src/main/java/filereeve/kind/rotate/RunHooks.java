package filereeve.kind.rotate;

import filereeve.event.Outcome;
import filereeve.kind.rotate.WriterNotification.Pending;
import filereeve.process.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Runs `before` and `after` for one run of a rule. A log is changed only if `before` has succeeded
/// for it. Whatever fails, the writer of a renamed log is notified, also when the run is
/// interrupted. And `after` follows each `before` that succeeded, whether the log was rotated or
/// not: `before` can stop what `after` starts again.
final class RunHooks {
  /// An interrupted run has this long to notify the writers; after that, the next start does it.
  private static final Duration AT_THE_END = Duration.ofMillis(500);

  private final RotateSettings settings;
  private final HookCommand command;
  private final WriterNotification notification;
  private final RunTally tally;
  private final Runnable progress;

  /// The logs for which `before` succeeded, in the order in which it got them.
  private final Set<Path> ready = new LinkedHashSet<>();

  /// With `hooks: each`: the logs for which `after` has run, successfully or not.
  private final Set<Path> notified = new HashSet<>();

  private boolean beforeFailed;
  private boolean interrupted;

  RunHooks(Context context, RunTally tally, Runnable progress) {
    this.settings = context.settings();
    this.command = new HookCommand(settings, context.hooks(), context.posix());
    this.notification = context.notification();
    this.tally = tally;
    this.progress = progress;
  }

  /// Whether `before` runs once before any log of a run is changed, so that the due logs must be
  /// known by then.
  boolean isBeforeForAll() {
    return settings.how().hooks().before().isPresent()
        && settings.how().hooks().per() == Hooks.Per.ONCE;
  }

  /// Whether `before` runs just before each log is changed.
  boolean isBeforeForEach() {
    return settings.how().hooks().before().isPresent()
        && settings.how().hooks().per() == Hooks.Per.EACH;
  }

  /// Whether `before` has failed. If not, a log for which it has not run came due later.
  boolean hasBeforeFailed() {
    return beforeFailed;
  }

  /// @param logs those that are due
  void beforeAll(Collection<Path> logs) throws InterruptedException {
    Action action = settings.how().hooks().before().orElseThrow();
    List<Pending> due = logs.stream().map(log -> new Pending(log, Optional.empty(), 0)).toList();
    var batches = new ArrayDeque<>(command.batches(action, due));
    while (!batches.isEmpty()) {
      progress.run();
      List<Pending> batch = batches.remove();
      Optional<String> problem = command.run(action, batch, HookCommand.NO_LIMIT);
      if (problem.isEmpty()) {
        batch.forEach(log -> ready.add(log.log()));
      } else if (!command.separate(action, batch, batches)) {
        beforeFailed = true;
        String task = "rotate " + command.described(batch, due.size());
        tally.add(
            task,
            new Outcome.Retry("cannot %s: `before` failed: %s".formatted(task, problem.get())));
      }
    }
  }

  /// Whether a log can be changed now.
  boolean before(Path log) throws InterruptedException {
    if (isBeforeForEach() && !ready.contains(log)) {
      beforeAll(List.of(log));
    }
    return ready.contains(log);
  }

  /// With `hooks: each`: notifies the writer of one log, before the next one is changed. An
  /// interruption is left to [#afterAll].
  void after(Path log, LogDirectory directory) {
    if (!notification.isForEach()) {
      return;
    }
    if (ready.contains(log)) {
      pair(log);
    }
    if (!notification.isPending(log)) {
      return;
    }
    try {
      directory.sync();
      notified.add(log);
      notifyWriters(log::equals);
    } catch (IOException e) {
      tally.add("make the rotation of " + log + " durable", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Notifies the writers of all logs for which that is still pending.
  ///
  /// @throws InterruptedException if the run was interrupted, after they were notified
  void afterAll() throws InterruptedException {
    if (isBeforeForAll()) {
      ready.forEach(this::pair);
    }
    notifyWriters(log -> !notified.contains(log));
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void pair(Path log) {
    if (!notification.isPending(log)) {
      notification.add(log, Optional.empty());
    }
  }

  /// Also when the run is interrupted, but then only briefly, and not again after an interruption
  /// in here.
  private void notifyWriters(Predicate<Path> which) throws InterruptedException {
    boolean ending = Thread.interrupted();
    try {
      if (!interrupted) {
        Duration limit = ending ? AT_THE_END : HookCommand.NO_LIMIT;
        notification.run(which, tally, limit, progress);
      }
    } catch (InterruptedException e) {
      interrupted = true;
      throw e;
    } finally {
      if (ending) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
