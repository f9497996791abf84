package filereeve.kind.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.archive.ArchiveName;
import filereeve.copytruncate.CutOff;
import filereeve.files.RefusedException;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.telemetry.Event;
import filereeve.units.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Look, plan and act for the logs of one directory, one after the other.
final class Rotation {
  /// This often a log is looked at anew when names changed between the look and the act.
  private static final int LOOKS = 3;

  private final Context context;
  private final RotationRun.Task task;
  private final BeforeHook before;
  private final Runnable progress;
  private final LogDirectory directory;
  private final StepRunner runner;
  private final OwedMail owedMail;
  private final TakenOut takenOut;
  private final Optional<NewLog.Wanted> create;
  private final Set<Path> moved = new HashSet<>();
  private boolean leftToDo;

  /// @param before what has to have run before a log is touched
  /// @param create what new logs are to be like; empty if none are made
  Rotation(
      Context context,
      RotationRun.Task task,
      BeforeHook before,
      Runnable progress,
      LogDirectory directory,
      Optional<NewLog.Wanted> create) {
    this.context = context;
    this.task = task;
    this.before = before;
    this.progress = progress;
    this.directory = directory;
    this.takenOut = new TakenOut(context, directory, progress);
    this.runner = new StepRunner(context, directory, progress);
    this.owedMail = new OwedMail(context, directory);
    this.create = create;
  }

  /// Rotates the log if it is due.
  void rotate(Path log, LogDirectory.Listing listing) throws IOException, InterruptedException {
    try (var _ = context.locks().hold(directory.path(log))) {
      LogDirectory.Listing names = listing;
      for (int look = 1; ; look++) {
        try {
          rotateHeld(log, names);
          return;
        } catch (PosixException e) {
          if (look == LOOKS || (e.errno() != Errno.EEXIST && e.errno() != Errno.ENOENT)) {
            throw e;
          }
          names = directory.list(); // somebody else was at work here since it was listed
        }
      }
    }
  }

  /// Whether any log has become an archive, also where a later step failed.
  boolean hasMoved() {
    return !moved.isEmpty();
  }

  /// Whether something is to be done that a run that only looks has not done.
  boolean isLeftToDo() {
    return leftToDo;
  }

  private void rotateHeld(Path log, LogDirectory.Listing listing)
      throws IOException, InterruptedException {
    LogDirectory.Listing names = finished(log, listing);
    Snapshot at = recovered(log, names);
    Optional<Due> due = due(at);
    if (due.isEmpty()) {
      return;
    }
    if (task.onlyLook()) {
      leftToDo = true;
      return;
    }
    if (!before.runFor(directory.path(log))) {
      leftToDo |= !before.hasFailed(); // it came due after the command ran
      return;
    }
    if (before.isForEach()) { // a command can have done anything
      at = directory.snapshot(log, directory.list(), now());
      due = due(at);
    }
    if (due.isPresent()) {
      Stat live = at.live().orElseThrow();
      act(settled(at, names), live, due.get());
    }
  }

  /// Why the log is to be rotated now; empty if it is not, or may not be.
  private Optional<Due> due(Snapshot at) throws IOException {
    if (at.live().isEmpty()) {
      return Optional.empty();
    }
    Stat live = at.live().get();
    Optional<String> problem = Snapshot.problem(live, context.settings().method());
    if (problem.isPresent()) {
      context.leftAlone().tell("rotate", directory.path(at.log()), problem.get());
      return Optional.empty();
    }
    Optional<Due> due =
        Due.of(context.settings(), task.request(), live, takenOut.begun(at), at.now());
    return due.isPresent() && isAlone(at.log()) && takenOut.isAllowed(at.log())
        ? due
        : Optional.empty();
  }

  /// Whether no other log's archives have the names that this one's get.
  private boolean isAlone(Path log) {
    Optional<String> mixed = directory.mixedWith(log);
    mixed.ifPresent(why -> context.leftAlone().tell("rotate", directory.path(log), why));
    return mixed.isEmpty();
  }

  /// A look only.
  boolean isDue(Path log, LogDirectory.Listing listing) throws IOException, InterruptedException {
    try (var _ = context.locks().hold(directory.path(log))) {
      return due(directory.snapshot(log, listing, now())).isPresent();
    }
  }

  /// Finishes or undoes what was begun with a log's content and cut off.
  private LogDirectory.Listing finished(Path log, LogDirectory.Listing listing)
      throws IOException, InterruptedException {
    Optional<CutOff.Verdict> left = takenOut.settle(log, listing);
    if (left.isEmpty()) {
      return listing;
    }
    if (TakenOut.isToPublish(left.get())) {
      LogDirectory.Listing names = directory.list();
      Snapshot at = settled(directory.snapshot(log, names, now()), names);
      requireNames(at);
      for (Step step : context.planner().publishing(at)) {
        runner.run(step);
        if (step instanceof Step.Publish(Path _, Path archive)) {
          rotated(log, archive);
        }
      }
    }
    takenOut.tellRecovered(log, left.get());
    return directory.list();
  }

  private Snapshot recovered(Path log, LogDirectory.Listing listing)
      throws IOException, InterruptedException {
    Snapshot at = directory.snapshot(log, listing, now());
    List<Step> steps = context.planner().recovery(at, create);
    if (steps.isEmpty()) {
      return at;
    }
    for (Step step : steps) {
      runner.run(step);
    }
    context.log().log(
        Event.RECOVERED_FILE,
        field("rule", context.settings().rule()),
        field("file", directory.path(log)),
        field(
            "why",
            steps.size() == 1
                ? "a rotation was cut off before it began; its new file was removed"
                : "a rotation was cut off before the new file was in place; it is now"));
    return directory.snapshot(log, listing, now());
  }

  /// Before archives move up: one that is there in two variants gets one, so that no cut-off can
  /// tear the two apart and make two archives of them.
  private Snapshot settled(Snapshot at, LogDirectory.Listing listing)
      throws IOException, InterruptedException {
    var twoVariants = new TwoVariants(context, directory, progress);
    boolean changed = false;
    for (Planner.Shift shift : context.planner().shifts(at)) {
      changed |= twoVariants.settle(at.log(), shift.archive());
    }
    return changed ? directory.snapshot(at.log(), listing, now()) : at;
  }

  /// There is a name for the archive, and nobody has taken it since the look.
  private void requireNames(Snapshot at) throws IOException {
    List<Planner.Shift> shifts = context.planner().shifts(at);
    if (!shifts.isEmpty() && shifts.getFirst().to() > ArchiveName.MAX_NUMBER) {
      throw new RefusedException(
          "it has %d numbered archives, and no name is left for another. Set keep.files, or use \"name: dated\""
              .formatted(shifts.size()));
    }
    for (Path archive : context.planner().countsOnFree(at)) {
      directory.requireFree(archive);
    }
  }

  private void act(Snapshot at, Stat live, Due due) throws IOException, InterruptedException {
    Instant began = now();
    requireNames(at);
    owedMail.mark(at.log());
    try {
      for (Step step : context.planner().rotation(at, live, create)) {
        runner.run(step);
        if (step instanceof Step.MoveLog(Path log, Path archive)) {
          rotated(log, archive);
          logRotated(log, archive, live, due, began);
        } else if (step instanceof Step.Publish(Path log, Path archive)) {
          rotated(log, archive);
          runner.taken().ifPresent(t -> takenOut.tellRotated(log, archive, t, due, began));
        }
      }
    } catch (IOException e) {
      if (!moved.contains(at.log())) {
        discardNew(at.log(), e);
      }
      throw e;
    }
  }

  private void rotated(Path log, Path archive) {
    moved.add(log);
    context.knownLogs().rotated(directory.path(log));
    context.after().owe(new Owed(directory.path(log), Optional.of(directory.archivePath(archive))));
  }

  /// Nothing was rotated, so no new log and no mark is wanted. If that fails too, the next run does
  /// it.
  private void discardNew(Path log, IOException failure) throws InterruptedException {
    try {
      boolean owed = context.after().isOwed(directory.path(log)); // from an earlier rotation
      for (Path temp :
          owed ? List.of(Planner.temp(log)) : List.of(Planner.temp(log), Owed.mark(log))) {
        if (directory.logs().stat(temp).isPresent()) {
          runner.run(new Step.Discard(temp));
        }
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void logRotated(Path log, Path archive, Stat live, Due due, Instant began) {
    context.log().log(
        Event.ROTATED,
        field("rule", context.settings().rule()),
        field("file", directory.path(log)),
        field("archive", directory.archivePath(archive)),
        field("bytes", new Size(live.size())),
        field("cause", due.key()),
        field("took", Duration.between(began, now())));
  }

  private Instant now() {
    return context.clock().instant();
  }
}
