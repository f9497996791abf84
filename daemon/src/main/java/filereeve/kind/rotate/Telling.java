package filereeve.kind.rotate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// One run's `after`. Whatever fails, the writer of a log that was renamed is told: also when the
/// run is to end. And it follows each `before` that went well, whatever became of the rotation: the
/// one may stop what the other starts again.
final class Telling {
  /// A run that is to end has this long to tell the writer; else the next start does it.
  private static final Duration AT_THE_END = Duration.ofMillis(500);

  private final Context context;
  private final BeforeHook before;
  private final Problems problems;
  private final Runnable progress;

  /// With `hooks: each`: what `after` has run for, well or not.
  private final Set<Path> told = new HashSet<>();

  private boolean cutOff;

  Telling(Context context, BeforeHook before, Problems problems, Runnable progress) {
    this.context = context;
    this.before = before;
    this.problems = problems;
    this.progress = progress;
  }

  /// With `hooks: each`: of one log, before the next one is touched. An interruption is left to
  /// [#rest].
  void of(Path name, LogDirectory directory) {
    if (!context.after().isForEach()) {
      return;
    }
    Path log = directory.path(name);
    if (before.ready().contains(log)) {
      pair(log);
    }
    if (!context.after().isOwed(log)) {
      return;
    }
    try {
      directory.sync();
      told.add(log);
      tell(log::equals);
    } catch (IOException e) {
      problems.add("make the rotation of " + log + " durable", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Of all that is still owed.
  ///
  /// @throws InterruptedException if the run is to end, after it was told
  void rest() throws InterruptedException {
    if (before.isForAll()) {
      before.ready().forEach(this::pair);
    }
    tell(log -> !told.contains(log));
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void pair(Path log) {
    if (!context.after().isOwed(log)) {
      context.after().owe(new Owed(log, Optional.empty()));
    }
  }

  /// Also when the run is to end, but then not for long, and not if it was interrupted in it.
  private void tell(Predicate<Path> which) throws InterruptedException {
    boolean ending = Thread.interrupted();
    try {
      if (!cutOff) {
        Duration limit = ending ? AT_THE_END : HookCommand.NO_LIMIT;
        context.after().run(which, problems, limit, progress);
      }
    } catch (InterruptedException e) {
      cutOff = true;
      throw e;
    } finally {
      if (ending) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
