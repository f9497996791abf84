package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One run over some logs of a rule. For each directory: rotate what is due, make the new names
/// durable together, let retention remove the oldest. Then, once for all directories: tell the
/// writer, and hand on what is to be compressed. With `hooks: each` the writer of each log is told
/// before the next one is touched.
///
/// What fails for one log does not keep the others from being rotated.
final class RotationRun {
  /// What a run is to do.
  ///
  /// @param request empty: only what is due by size or age is rotated
  /// @param atStart a writer that an earlier process has not told is looked for
  /// @param onlyLook what is to be done is left to another run, which is asked for; but what an
  ///   earlier run left half done is finished
  record Task(Optional<Due.Request> request, boolean atStart, boolean onlyLook) {}

  private final Context context;
  private final Task task;
  private final Runnable progress;
  private final Problems problems = new Problems();
  private final BeforeHook before;
  private final Telling telling;
  private final Set<Path> toCompress = new LinkedHashSet<>();
  private final FreeingRun freeing;
  private Optional<NewLog.Wanted> create = Optional.empty();
  private boolean leftToDo;
  private boolean rotated;
  private boolean found;
  private boolean ofOneLog;

  RotationRun(Context context, Task task, Runnable progress) {
    this.context = context;
    this.task = task;
    this.progress = progress;
    this.before = new BeforeHook(context.settings(), context.teller(), problems);
    this.telling = new Telling(context, before, problems, progress);
    this.freeing =
        new FreeingRun(
            context,
            progress,
            problems,
            (directory, log, archive) ->
                new Removals(context, progress, directory).free(log, archive));
  }

  Problems problems() {
    return problems;
  }

  /// Whether there is any log.
  boolean hasFound() {
    return found;
  }

  /// Brings everything that the rule has in some directories to the wanted state.
  void directories(Collection<Path> paths) {
    run(paths, List.of());
  }

  /// The same for one log.
  void log(Path path) {
    ofOneLog = true;
    run(List.of(ArchivePlace.directoryOf(path)), List.of(path.getFileName()));
  }

  /// An interruption is left to [#finish].
  private void run(Collection<Path> directories, Collection<Path> logs) {
    try {
      if (before.isForAll() && !task.onlyLook()) {
        before.runForAll(due(directories, logs));
      }
      for (Path directory : directories) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        run(directory, logs);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<Path> due(Collection<Path> directories, Collection<Path> logs)
      throws InterruptedException {
    var due = new TreeSet<Path>();
    for (Path path : directories) {
      try (LogDirectory directory = LogDirectory.open(context.posix(), path, context.place())) {
        LogDirectory.Listing listing = directory.list();
        var rotation = new Rotation(context, task, before, progress, directory, Optional.empty());
        for (Path name : logs.isEmpty() ? context.place().logs(path, listing) : logs) {
          progress.run();
          if (rotation.isDue(name, listing)) {
            due.add(directory.path(name));
          }
        }
      } catch (IOException _) {
        // The run itself meets it too, and tells.
      }
    }
    return due;
  }

  /// Tells the writer, hands on what is left to do, and says how it went.
  Outcome finish() throws InterruptedException {
    boolean owed = context.after().isOwed();
    if (task.onlyLook()) {
      leftToDo |= owed;
    } else {
      telling.rest();
    }
    if (task.onlyLook() || ofOneLog) {
      leftToDo |= freeing.isNeeded() && (task.onlyLook() || rotated);
    } else if (context.settings().onRemove().mail().isEmpty()) { // else a MailRun does it
      freeing.free();
    }
    for (Path directory : toCompress) {
      follow(new Subject.Archives(directory));
    }
    if (leftToDo) {
      follow(new Subject.Whole());
    }
    if (context.settings().mails()) {
      follow(new Subject.Mail());
    }
    if (problems.outcome().isPresent()) {
      return problems.outcome().get();
    }
    return rotated || (owed && !task.onlyLook())
        ? new Outcome.Done()
        : new Outcome.Skipped("nothing is due");
  }

  /// @param logs their names; empty means all that are there
  private void run(Path path, Collection<Path> logs) throws InterruptedException {
    Optional<LogDirectory> opened = open(path);
    if (opened.isEmpty()) {
      return;
    }
    try (LogDirectory directory = opened.get()) {
      directory.unusable().forEach((former, why) -> leaveAlone(former, why));
      LogDirectory.Listing listing = directory.list();
      var leftOvers = new LeftOvers(context, progress, directory);
      leftOvers.remove(listing);
      if (!task.onlyLook()) {
        leftOvers.shred(listing);
      }
      leftToDo |= task.onlyLook() && !listing.toShred().isEmpty();
      Collection<Path> names = logs.isEmpty() ? context.place().logs(path, listing) : logs;
      found |= names.stream().anyMatch(listing.names()::contains);
      var rotation = new Rotation(context, task, before, progress, directory, wanted());
      rotateEach(directory, names, listing, rotation);
      rotated |= rotation.hasMoved();
      retainEach(directory, names, rotation.hasMoved() ? synced(directory) : listing);
      leftToDo |= rotation.isLeftToDo();
    } catch (IOException e) {
      problems.add("rotate the logs in " + path, e);
    }
  }

  /// @return empty if there is no such directory (any more)
  private Optional<LogDirectory> open(Path path) {
    try {
      return Optional.of(LogDirectory.open(context.posix(), path, context.place()));
    } catch (IOException e) {
      if (!(e instanceof PosixException call && call.errno() == Errno.ENOENT)) {
        problems.add("rotate the logs in " + path, e);
      }
      return Optional.empty();
    }
  }

  private void leaveAlone(Path former, IOException why) {
    context.leftAlone().tell("look for old archives in", former, String.valueOf(why.getMessage()));
  }

  private void rotateEach(
      LogDirectory directory,
      Collection<Path> names,
      LogDirectory.Listing listing,
      Rotation rotation) {
    for (Path name : names) {
      progress.run();
      if (Thread.currentThread().isInterrupted()) {
        return; // what was renamed is still made durable
      }
      try {
        rotation.rotate(name, listing);
      } catch (IOException e) {
        problems.add("rotate " + directory.path(name), e);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      telling.of(name, directory);
    }
  }

  private void retainEach(
      LogDirectory directory, Collection<Path> names, LogDirectory.Listing listing)
      throws InterruptedException {
    var removals = new Removals(context, progress, directory);
    for (Path name : names) {
      progress.run();
      try {
        List<Archive> left = removals.retain(name, listing, task);
        freeing.consider(directory, name, left);
        if (!context.planner().toCompress(left).isEmpty()) {
          toCompress.add(directory.logs().path());
        }
      } catch (IOException e) {
        problems.add("remove old archives of " + directory.path(name), e);
      }
    }
    leftToDo |= removals.isLeftToDo();
  }

  private static LogDirectory.Listing synced(LogDirectory directory) throws IOException {
    directory.sync();
    return directory.list();
  }

  /// Looked up once for all logs: the host's users may be in a directory service.
  private Optional<NewLog.Wanted> wanted() throws IOException {
    Optional<Create> settings = context.settings().create();
    if (create.isEmpty() && settings.isPresent()) {
      create = Optional.of(NewLog.Wanted.of(settings.get(), context.posix()));
    }
    return create;
  }

  private void follow(Subject subject) {
    context.sink().accept(new Trigger(context.settings().rule(), subject, Cause.FOLLOW_UP));
  }
}
