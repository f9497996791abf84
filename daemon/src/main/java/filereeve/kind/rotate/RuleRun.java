package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.LogState;
import filereeve.archive.Retention;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.files.Closing;
import filereeve.kind.rotate.RotateSettings.Create;
import filereeve.kind.rotate.RotateSettings.OnRemove;
import filereeve.kind.rotate.RotationPlan.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One run over some logs of a rule, directory by directory ([PlanRunner]): rotate what is due,
/// make that durable, notify the writers once for all, then let retention remove the oldest and
/// hand on what is to be compressed or mailed. With `hooks: each` the writer of each log is
/// notified before the next one is touched.
///
/// What fails for one log does not keep the others from being rotated.
final class RuleRun {
  /// This many directories are kept open until the writers are notified; of more, the first are
  /// finished before that, and archives that are still written are kept.
  private static final int MOST_OPEN = 64;

  private final Context context;
  private final PlanRunner.Shared run;
  private final Deque<PlanRunner> open = new ArrayDeque<>();
  private Optional<NewLog> create = Optional.empty();
  private boolean rotated;
  private boolean found;
  private boolean ofOneLog;

  RuleRun(Context context, Request request, Runnable progress) {
    this.context = context;
    var tally = new RunTally();
    this.run =
        new PlanRunner.Shared(
            request,
            new RunHooks(context, tally, progress),
            new LinkedHashSet<>(),
            new FreeSpaceRetention(context, progress, tally, this::free),
            tally,
            progress);
  }

  RunTally tally() {
    return run.tally();
  }

  /// Whether there is any log.
  boolean hasFound() {
    return found;
  }

  /// Brings everything that the rule has in some directories to the wanted state. An interruption
  /// is left to [#finish].
  void directories(Collection<Path> paths) {
    try {
      if (run.hooks().isBeforeForAll() && !run.request().onlyStart()) {
        run.hooks().beforeAll(due(paths));
      }
      for (Path path : paths) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        try {
          rotate(LogDirectory.open(context, path), Optional.empty());
        } catch (IOException e) {
          failed(path, e);
        } catch (RuntimeException e) {
          run.tally().add(e);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The same for one log.
  ///
  /// @param logs its directory, of which nothing else is open yet; it is closed with the run
  void log(LogDirectory logs, Path name) {
    ofOneLog = true;
    Path path = logs.logs().path();
    try {
      logs.openArchives();
      rotate(logs, Optional.of(name));
    } catch (IOException e) {
      Closing.suppressed(e, logs);
      failed(path, e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void failed(Path path, IOException why) {
    if (!LogDirectory.isGone(why)) {
      tally().add("rotate the logs in " + path, why);
    }
  }

  private Set<Path> due(Collection<Path> directories) throws InterruptedException {
    var due = new TreeSet<Path>();
    for (Path path : directories) {
      try (LogDirectory directory = LogDirectory.open(context, path)) {
        var runner = new PlanRunner(context, run, directory);
        addDue(runner, runner.logs(), directory, due);
      } catch (IOException _) {
        // The run itself fails the same way, and reports it.
      }
    }
    return due;
  }

  private void addDue(
      PlanRunner runner, Collection<Path> logs, LogDirectory directory, Set<Path> due)
      throws IOException, InterruptedException {
    for (Path log : logs) {
      run.progress().run();
      if (runner.isDue(log)) {
        due.add(directory.path(log));
      }
    }
  }

  /// @param directory is closed with the run
  /// @param name of the only log that is meant
  private void rotate(LogDirectory directory, Optional<Path> name)
      throws IOException, InterruptedException {
    directory.unusable().forEach(this::skip);
    PlanRunner runner;
    Optional<NewLog> newLog;
    try {
      runner = new PlanRunner(context, run, directory);
      newLog = newLog();
    } catch (IOException e) {
      Closing.suppressed(e, directory);
      throw e;
    }
    open.add(runner);
    Set<Path> logs = name.isPresent() ? Set.of(name.get()) : runner.logs();
    found |= runner.hasAny(logs);
    if (ofOneLog && run.hooks().isBeforeForAll()) {
      var due = new TreeSet<Path>();
      addDue(runner, logs, directory, due);
      run.hooks().beforeAll(due);
    }
    if (!ofOneLog) {
      context.changingNames().report(context, directory.logs().path(), logs);
      runner.removeStrays(logs);
    }
    boolean moved = runner.rotate(logs, newLog);
    rotated |= moved;
    boolean awaitsWriters = moved && context.notification().isWanted();
    if (!awaitsWriters || open.size() > MOST_OPEN) {
      finish(awaitsWriters ? open.removeFirst() : open.removeLast());
    }
  }

  private void skip(Path former, IOException why) {
    context.skip("read the former archive directory", former, String.valueOf(why.getMessage()));
  }

  /// Resolved once for all logs: the host's users may be in a directory service.
  private Optional<NewLog> newLog() throws IOException {
    Optional<Create> settings = context.settings().how().create();
    if (create.isEmpty() && settings.isPresent()) {
      create = Optional.of(NewLog.of(settings.get(), context.posix()));
    }
    return create;
  }

  private void finish(PlanRunner runner) throws IOException, InterruptedException {
    try (runner) {
      runner.finish();
    }
  }

  /// Notifies the writers, finishes what was rotated, hands on what is left to do, and says how it
  /// went.
  Outcome finish() throws InterruptedException {
    boolean pending = context.notification().isPending();
    try {
      if (run.request().onlyStart()) {
        if (pending) {
          run.followUps().add(new Subject.Whole());
        }
      } else {
        run.hooks().afterAll();
      }
      for (PlanRunner runner : open) {
        runner.finish();
      }
    } finally {
      close();
    }
    OnRemove onRemove = context.settings().archives().onRemove();
    if (run.request().onlyStart() || ofOneLog) {
      if (run.freeSpace().isNeeded() && (run.request().onlyStart() || rotated)) {
        run.followUps().add(new Subject.Whole());
      }
    } else if (onRemove.first().isEmpty()) { // else a DeliveryRun does it
      run.freeSpace().free();
    }
    for (Subject subject : run.followUps()) {
      context.followUp(subject);
    }
    if (rotated || (pending && !run.request().onlyStart())) {
      tally().done();
    }
    return tally().outcome("nothing is due");
  }

  private void close() {
    while (!open.isEmpty()) {
      PlanRunner runner = open.removeFirst();
      try {
        runner.close();
      } catch (IOException e) {
        tally().add("close the directories of " + context.settings().rule(), e);
      }
    }
  }

  /// Removes one archive to get free space, by the name that it has now.
  ///
  /// @return whether it was removed: it was there, and its guards held
  private boolean free(LogDirectory directory, Path log, Archive archive)
      throws IOException, InterruptedException {
    try (var _ = context.locks().hold(directory.path(log))) {
      LogState at = directory.state(log, directory.list());
      Optional<Archive> there =
          at.archives(context.now()).stream().filter(archive::isSame).findFirst();
      if (there.isEmpty()) {
        return false;
      }
      var guards = new GuardCheck(context, directory, run.hooks(), run.progress());
      Part removal = RotationPlan.removal(there.get(), Retention.Reason.FREE, context.settings());
      if (guards.failing(at, removal).isPresent()) {
        return false;
      }
      var steps = new StepRunner(context, directory, run.followUps(), run.progress());
      for (Step step : removal.steps()) {
        steps.run(at, step);
      }
      return true;
    }
  }
}
