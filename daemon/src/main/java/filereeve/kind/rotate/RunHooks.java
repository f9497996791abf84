package filereeve.kind.rotate;

import filereeve.event.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// One run's `before` and `after`. No log is touched that `before` has not run well for. Whatever
/// fails, the writer of a log that was renamed is notified: also when the run is to end. And
/// `after` follows each `before` that went well, whatever became of the rotation: the one may stop
/// what the other starts again.
final class RunHooks {
  /// A run that is to end has this long to notify the writer; else the next start does it.
  private static final Duration AT_THE_END = Duration.ofMillis(500);

  private final RotateSettings settings;
  private final HookCommand command;
  private final WriterNotification notification;
  private final Problems problems;
  private final Runnable progress;

  /// The logs that `before` has run well for, in the order in which it was given them.
  private final Set<Path> ready = new LinkedHashSet<>();

  /// With `hooks: each`: what `after` has run for, well or not.
  private final Set<Path> notified = new HashSet<>();

  private boolean beforeFailed;
  private boolean interrupted;

  RunHooks(Context context, Problems problems, Runnable progress) {
    this.settings = context.settings();
    this.command = new HookCommand(settings, context.hooks());
    this.notification = context.notification();
    this.problems = problems;
    this.progress = progress;
  }

  /// Whether `before` runs before the first log of a run is touched, so that it has to be known by
  /// then which logs are due.
  boolean isBeforeForAll() {
    return settings.how().hooks().before().isPresent()
        && settings.how().hooks().per() == Hooks.Per.ONCE;
  }

  /// Whether `before` runs just before each log is touched.
  boolean isBeforeForEach() {
    return settings.how().hooks().before().isPresent()
        && settings.how().hooks().per() == Hooks.Per.EACH;
  }

  /// Whether a log that `before` has not run for was left out on purpose: it came due later.
  boolean hasBeforeFailed() {
    return beforeFailed;
  }

  /// @param logs those that are due
  void beforeAll(Collection<Path> logs) throws InterruptedException {
    if (!logs.isEmpty()) {
      before(List.copyOf(logs), "rotate the logs of " + settings.rule());
    }
  }

  /// Whether a log may be touched now.
  boolean before(Path log) throws InterruptedException {
    if (isBeforeForEach() && !ready.contains(log)) {
      before(List.of(log), "rotate " + log);
    }
    return ready.contains(log);
  }

  private void before(List<Path> logs, String task) throws InterruptedException {
    Optional<String> problem =
        command.run(
            settings.how().hooks().before().orElseThrow(),
            logs.stream()
                .map(log -> new WriterNotification.Pending(log, Optional.empty(), 0))
                .toList(),
            HookCommand.NO_LIMIT);
    if (problem.isEmpty()) {
      ready.addAll(logs);
    } else {
      beforeFailed = true;
      problems.add(
          task,
          new Outcome.Retry("cannot %s: its \"before\" failed: %s".formatted(task, problem.get())));
    }
  }

  /// With `hooks: each`: notifies the writer of one log, before the next one is touched. An
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
      problems.add("make the rotation of " + log + " durable", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Notifies the writers of all logs for which that is still pending.
  ///
  /// @throws InterruptedException if the run is to end, after they were notified
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

  /// Also when the run is to end, but then not for long, and not if it was interrupted in it.
  private void notifyWriters(Predicate<Path> which) throws InterruptedException {
    boolean ending = Thread.interrupted();
    try {
      if (!interrupted) {
        Duration limit = ending ? AT_THE_END : HookCommand.NO_LIMIT;
        notification.run(which, problems, limit, progress);
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
