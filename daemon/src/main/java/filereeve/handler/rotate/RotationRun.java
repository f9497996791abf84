package filereeve.handler.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.files.Shredder;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import filereeve.telemetry.CompressionLines;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One run over some logs of a rule. For each folder: rotate what is due, make the new names
/// durable together, let retention remove the oldest. Then, once for all folders: tell the writer,
/// and hand on what is to be compressed.
///
/// What fails for one log does not keep the others from being rotated, and whatever fails, the
/// writer of a log that was renamed is told.
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
  private final Set<Path> toCompress = new LinkedHashSet<>();
  private Optional<NewLog.Wanted> create = Optional.empty();
  private boolean leftToDo;
  private boolean rotated;

  RotationRun(Context context, Task task, Runnable progress) {
    this.context = context;
    this.task = task;
    this.progress = progress;
  }

  Problems problems() {
    return problems;
  }

  /// Brings everything that the rule has in a folder to the wanted state.
  void folder(Path path) throws InterruptedException {
    run(path, List.of());
  }

  /// The same for one log.
  void log(Path path) throws InterruptedException {
    run(ArchivePlace.folderOf(path), List.of(path.getFileName()));
  }

  /// Tells the writer, hands on what is left to do, and says how it went.
  Outcome finish() throws InterruptedException {
    boolean owed = context.after().isOwed();
    if (task.onlyLook()) {
      leftToDo |= owed;
    } else {
      context.after().tell().map(RotationRun::notTold).ifPresent(problems::add);
    }
    for (Path folder : toCompress) {
      follow(new Subject.Archives(folder));
    }
    if (leftToDo) {
      follow(new Subject.Whole());
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
    Optional<LogFolder> opened = open(path);
    if (opened.isEmpty()) {
      return;
    }
    try (LogFolder folder = opened.get()) {
      LogFolder.Listing listing = folder.list();
      removeLeftOvers(folder, listing);
      shredLeftOvers(folder, listing);
      Collection<Path> names = logs.isEmpty() ? context.place().logs(path, listing) : logs;
      var rotation = new Rotation(context, task, progress, folder, wanted());
      rotateEach(folder, names, listing, rotation);
      rotated |= rotation.hasMoved();
      retainEach(folder, names, rotation.hasMoved() ? synced(folder) : listing, rotation);
      leftToDo |= rotation.isLeftToDo();
    } catch (IOException e) {
      problems.add("rotate the logs in " + path, e);
    }
  }

  /// @return empty if there is no such folder (any more)
  private Optional<LogFolder> open(Path path) {
    try {
      return Optional.of(
          LogFolder.open(context.posix(), path, context.place().archiveFolder(path)));
    } catch (IOException e) {
      if (!(e instanceof PosixException call && call.errno() == Errno.ENOENT)) {
        problems.add("rotate the logs in " + path, e);
      }
      return Optional.empty();
    }
  }

  private void removeLeftOvers(LogFolder folder, LogFolder.Listing listing) throws IOException {
    if (!listing.leftOvers()) {
      return;
    }
    for (Path name : context.replacement().removeLeftOvers(folder.archivesMade())) {
      CompressionLines.leftOverRemoved(
          context.log(), context.settings().rule(), folder.archivePath(name));
    }
  }

  private void shredLeftOvers(LogFolder folder, LogFolder.Listing listing)
      throws IOException, InterruptedException {
    if (task.onlyLook()) {
      leftToDo |= !listing.toShred().isEmpty();
      return;
    }
    for (Path name : listing.toShred()) {
      if (new Shredder(context.posix()).finish(folder.archivesMade(), name, progress)) {
        context.log().log(
            Event.RECOVERED_FILE,
            field("rule", context.settings().rule()),
            field("file", folder.archivePath(name)),
            field("why", "its removal was cut off; it was overwritten and is gone now"));
      }
    }
  }

  private void rotateEach(
      LogFolder folder, Collection<Path> names, LogFolder.Listing listing, Rotation rotation)
      throws InterruptedException {
    for (Path name : names) {
      progress.run();
      if (Thread.currentThread().isInterrupted()) {
        return; // what was renamed is still made durable
      }
      try {
        rotation.rotate(name, listing);
      } catch (IOException e) {
        problems.add("rotate " + folder.path(name), e);
      }
    }
  }

  private void retainEach(
      LogFolder folder, Collection<Path> names, LogFolder.Listing listing, Rotation rotation)
      throws InterruptedException {
    for (Path name : names) {
      progress.run();
      try {
        if (rotation.retain(name, listing)) {
          toCompress.add(folder.logs().path());
        }
      } catch (IOException e) {
        problems.add("remove old archives of " + folder.path(name), e);
      }
    }
  }

  private static LogFolder.Listing synced(LogFolder folder) throws IOException {
    folder.sync();
    return folder.list();
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

  private static Outcome notTold(String why) {
    return new Outcome.Retry(
        "cannot tell the writer that its logs were rotated, so it goes on writing into the archives: %s%s"
            .formatted(why, why.endsWith(".") ? "" : "."));
  }
}
