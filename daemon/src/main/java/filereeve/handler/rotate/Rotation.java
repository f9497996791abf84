package filereeve.handler.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.files.Archive;
import filereeve.files.ArchiveName;
import filereeve.files.RefusedException;
import filereeve.files.Retention;
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

/// Look, plan and act for the logs of one folder, one after the other.
final class Rotation {
  /// This often a log is looked at anew when names changed between the look and the act.
  private static final int LOOKS = 3;

  private final Context context;
  private final RotationRun.Task task;
  private final BeforeHook before;
  private final Runnable progress;
  private final LogFolder folder;
  private final StepRunner runner;
  private final Optional<NewLog.Wanted> create;
  private int moved;
  private boolean leftToDo;

  /// @param before what has to have run before a log is touched
  /// @param create what new logs are to be like; empty if none are made
  Rotation(
      Context context,
      RotationRun.Task task,
      BeforeHook before,
      Runnable progress,
      LogFolder folder,
      Optional<NewLog.Wanted> create) {
    this.context = context;
    this.task = task;
    this.before = before;
    this.progress = progress;
    this.folder = folder;
    this.runner = new StepRunner(context.posix(), folder, context.settings().removed(), progress);
    this.create = create;
  }

  /// Rotates the log if it is due.
  void rotate(Path log, LogFolder.Listing listing) throws IOException, InterruptedException {
    try (var _ = context.locks().hold(folder.path(log))) {
      LogFolder.Listing names = listing;
      for (int look = 1; ; look++) {
        try {
          rotateHeld(log, names);
          return;
        } catch (PosixException e) {
          if (look == LOOKS || (e.errno() != Errno.EEXIST && e.errno() != Errno.ENOENT)) {
            throw e;
          }
          names = folder.list(); // somebody else was at work here since it was listed
        }
      }
    }
  }

  /// Whether a log has become an archive, also where a later step failed.
  boolean hasMoved() {
    return moved > 0;
  }

  /// Whether something is to be done that a run that only looks has not done.
  boolean isLeftToDo() {
    return leftToDo;
  }

  /// Removes the archives that retention no longer wants.
  ///
  /// @return whether an archive is to be compressed
  boolean retain(Path log, LogFolder.Listing listing) throws IOException, InterruptedException {
    try (var _ = context.locks().hold(folder.path(log))) {
      Snapshot at = folder.snapshot(log, listing, now());
      findOwed(at, listing);
      List<Step> removals = unwritten(at, context.planner().retention(at));
      if (task.onlyLook()) {
        leftToDo |= !removals.isEmpty();
        return !context.planner().toCompress(at).isEmpty();
      }
      for (Step step : removals) {
        runner.run(step);
        if (step instanceof Step.Remove(Path archive, Retention.Reason reason, long bytes)) {
          logRemoved(log, archive, reason, bytes);
        }
      }
      Snapshot left = removals.isEmpty() ? at : folder.snapshot(log, listing, now());
      return !context.planner().toCompress(left).isEmpty();
    }
  }

  /// What a run that was cut off owed to the writer.
  private void findOwed(Snapshot at, LogFolder.Listing listing)
      throws IOException, InterruptedException {
    Path log = folder.path(at.log());
    Path mark = Owed.mark(at.log());
    boolean marked =
        listing.names().contains(mark)
            && !context.after().isOwed(log)
            && folder.logs().stat(mark).isPresent();
    if (marked && context.after().isWanted()) {
      Optional<Path> newest =
          at.archives().stream().findFirst().map(archive -> archive.forms().getFirst().name());
      context.after().owe(new Owed(log, newest.map(folder::archivePath)));
    } else if (marked) {
      runner.run(new Step.Discard(mark)); // the rule has no "after" any more
    } else if (task.atStart() && context.after().isWanted()) {
      new UntoldWriter(context, folder).find(at);
    }
  }

  /// An archive that a process still has open stays, whatever its age: what is written to it would
  /// be lost, and removing it would free nothing.
  private List<Step> unwritten(Snapshot at, List<Step> removals) throws IOException {
    if (removals.isEmpty()) {
      return removals;
    }
    var written = new HashSet<Path>();
    for (Archive archive : at.archives()) {
      Optional<Archive.Form> plain = archive.plain();
      if (plain.isPresent() && removes(removals, plain.get().name()) && isWritten(plain.get())) {
        archive.forms().forEach(form -> written.add(form.name()));
      }
    }
    return removals.stream()
        .filter(step -> !(step instanceof Step.Remove gone && written.contains(gone.archive())))
        .toList();
  }

  private static boolean removes(List<Step> steps, Path name) {
    return steps.stream().anyMatch(s -> s instanceof Step.Remove r && r.archive().equals(name));
  }

  private boolean isWritten(Archive.Form plain) throws IOException {
    if (!context.writers().anyOf(folder.archivesMade(), plain)) {
      return false;
    }
    context
        .leftAlone()
        .tell(
            "remove",
            folder.archivePath(plain.name()),
            "a process still writes to it. Let its program open the new log: see \"after\"");
    return true;
  }

  private void rotateHeld(Path log, LogFolder.Listing listing)
      throws IOException, InterruptedException {
    Snapshot at = recovered(log, listing);
    Optional<Due> due = due(at);
    if (due.isEmpty()) {
      return;
    }
    if (task.onlyLook()) {
      leftToDo = true;
      return;
    }
    if (!before.runFor(folder.path(log))) {
      leftToDo |= !before.hasFailed(); // it came due after the command ran
      return;
    }
    if (before.isForEach()) { // a command can have done anything
      at = folder.snapshot(log, folder.list(), now());
      due = due(at);
    }
    if (due.isPresent()) {
      Stat live = at.live().orElseThrow();
      act(settled(at, listing), live, due.get());
    }
  }

  /// Why the log is to be rotated now; empty if it is not, or may not be.
  private Optional<Due> due(Snapshot at) {
    if (at.live().isEmpty()) {
      return Optional.empty();
    }
    Stat live = at.live().get();
    Optional<String> problem = Snapshot.problem(live);
    if (problem.isPresent()) {
      context.leftAlone().tell("rotate", folder.path(at.log()), problem.get());
      return Optional.empty();
    }
    return Due.of(context.settings(), task.request(), live, at.newestArchive(), at.now());
  }

  /// A look only.
  boolean isDue(Path log, LogFolder.Listing listing) throws IOException, InterruptedException {
    try (var _ = context.locks().hold(folder.path(log))) {
      return due(folder.snapshot(log, listing, now())).isPresent();
    }
  }

  private Snapshot recovered(Path log, LogFolder.Listing listing)
      throws IOException, InterruptedException {
    Snapshot at = folder.snapshot(log, listing, now());
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
        field("file", folder.path(log)),
        field(
            "why",
            steps.size() == 1
                ? "a rotation was cut off before it began; its new file was removed"
                : "a rotation was cut off before the new file was in place; it is now"));
    return folder.snapshot(log, listing, now());
  }

  /// Before archives move up: one that is there in two forms gets one, so that no cut-off can tear
  /// the two apart and make two archives of them.
  private Snapshot settled(Snapshot at, LogFolder.Listing listing)
      throws IOException, InterruptedException {
    var twoForms = new TwoForms(context, folder, progress);
    boolean changed = false;
    switch (context.settings().naming()) {
      case DATED -> {}
      case NUMBERED -> {
        for (var archive : context.planner().toShift(at)) {
          changed |= twoForms.settle(at.log(), archive);
        }
      }
    }
    return changed ? folder.snapshot(at.log(), listing, now()) : at;
  }

  private void requireNumber(Snapshot at) throws RefusedException {
    if (context.planner().toShift(at).size() >= ArchiveName.MAX_NUMBER
        && context.settings().naming() == Naming.NUMBERED) {
      throw new RefusedException(
          "it has %d numbered archives, and no name is left for another. Set keep.files, or use \"name: dated\""
              .formatted(ArchiveName.MAX_NUMBER));
    }
  }

  private void act(Snapshot at, Stat live, Due due) throws IOException, InterruptedException {
    Instant began = now();
    int movedBefore = moved;
    requireNumber(at);
    folder.requireFree(context.planner().countsOnFree(at));
    try {
      for (Step step : context.planner().rotation(at, live, create)) {
        runner.run(step);
        if (step instanceof Step.MoveLog(Path log, Path archive)) {
          moved++;
          context.after().owe(new Owed(folder.path(log), Optional.of(folder.archivePath(archive))));
          logRotated(log, archive, live, due, began);
        }
      }
    } catch (IOException e) {
      if (moved == movedBefore) {
        discardNew(at.log(), e);
      }
      throw e;
    }
  }

  /// Nothing was rotated, so no new log and no mark is wanted. If that fails too, the next run does
  /// it.
  private void discardNew(Path log, IOException failure) throws InterruptedException {
    try {
      boolean owed = context.after().isOwed(folder.path(log)); // from an earlier rotation
      for (Path temp :
          owed ? List.of(Planner.temp(log)) : List.of(Planner.temp(log), Owed.mark(log))) {
        if (folder.logs().stat(temp).isPresent()) {
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
        field("file", folder.path(log)),
        field("archive", folder.archivePath(archive)),
        field("bytes", new Size(live.size())),
        field("cause", due.key()),
        field("took", Duration.between(began, now())));
  }

  private void logRemoved(Path log, Path archive, Retention.Reason reason, long bytes) {
    context.log().log(
        Event.REMOVED,
        field("rule", context.settings().rule()),
        field("file", folder.path(log)),
        field("archive", folder.archivePath(archive)),
        field("bytes", new Size(bytes)),
        field("why", reason.key()));
  }

  private Instant now() {
    return context.clock().instant();
  }
}
