package filereeve.kind.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.archive.Archive;
import filereeve.files.TempNames;
import filereeve.telemetry.Event;
import filereeve.units.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Removes archives of the logs of one directory, wherever they are.
final class Removals {
  private final Context context;
  private final LogDirectory directory;
  private final OwedMail owedMail;
  private final StepRunner runner;
  private boolean leftToDo;

  Removals(Context context, Runnable progress, LogDirectory directory) {
    this.context = context;
    this.directory = directory;
    this.owedMail = new OwedMail(context, directory);
    this.runner = new StepRunner(context, directory, progress);
  }

  /// Removes the archives that retention no longer wants and that no mail is owed for.
  ///
  /// @return the archives that are left, newest first; none of a log that nothing is known of
  List<Archive> retain(Path log, LogDirectory.Listing listing, RotationRun.Task task)
      throws IOException, InterruptedException {
    try (var _ = context.locks().hold(directory.path(log))) {
      Snapshot at = directory.snapshot(log, listing, now());
      findOwed(at, listing, task.atStart());
      if (!context.knownLogs().contains(directory.path(log), at)) {
        return List.of();
      }
      List<Step> removals = removable(at, context.planner().retention(at));
      if (task.onlyLook()) {
        leftToDo |= !removals.isEmpty();
        return at.archives();
      }
      remove(log, removals);
      return removals.isEmpty()
          ? at.archives()
          : directory.snapshot(log, listing, now()).archives();
    }
  }

  /// What a run that was cut off owed to the writer.
  private void findOwed(Snapshot at, LogDirectory.Listing listing, boolean atStart)
      throws IOException, InterruptedException {
    Path log = directory.path(at.log());
    boolean marked =
        listing.has(TempNames.Purpose.TELL, at.log())
            && !context.after().isOwed(log)
            && directory.logs().stat(Owed.mark(at.log())).isPresent();
    if (marked && context.after().isWanted()) {
      Optional<Path> newest =
          at.archives().stream()
              .findFirst()
              .map(archive -> archive.directory().resolve(archive.variants().getFirst().name()));
      context.after().owe(new Owed(log, newest));
    } else if (marked) {
      runner.run(new Step.Discard(Owed.mark(at.log()))); // the rule has no "after" any more
    } else if (atStart && context.after().isWanted()) {
      new UntoldWriter(context, directory).find(at);
    }
  }

  /// Removes one archive to get free space, if it is still there, nobody writes to it and no mail
  /// is owed for it.
  ///
  /// @return whether it went
  boolean free(Path log, Archive archive) throws IOException, InterruptedException {
    try (var _ = context.locks().hold(directory.path(log))) {
      Snapshot at = directory.snapshot(log, directory.list(), now());
      Optional<Archive> there = at.archives().stream().filter(archive::isSame).findFirst();
      if (there.isEmpty()) {
        return false;
      }
      List<Step> removals = removable(at, context.planner().freeing(there.get()));
      remove(log, removals);
      return !removals.isEmpty();
    }
  }

  /// Removes what may be removed. The log's lock is held.
  void remove(Path log, List<Step> removals) throws IOException, InterruptedException {
    for (Step step : removals) {
      runner.run(step);
      if (step instanceof Step.Remove gone) {
        logRemoved(log, gone);
      }
    }
  }

  private List<Step> removable(Snapshot at, List<Step> removals) throws IOException {
    return owedMail.without(unwritten(at, removals));
  }

  /// An archive that a process still has open stays, whatever its age: what is written to it would
  /// be lost, and removing it would free nothing.
  private List<Step> unwritten(Snapshot at, List<Step> removals) throws IOException {
    if (removals.isEmpty()) {
      return removals;
    }
    var written = new HashSet<Path>();
    for (Archive archive : at.archives()) {
      Optional<Archive.Variant> plain = archive.plain();
      if (plain.isPresent()
          && removes(removals, archive.directory().resolve(plain.get().name()))
          && isWritten(archive, plain.get())) {
        archive
            .variants()
            .forEach(variant -> written.add(archive.directory().resolve(variant.name())));
      }
    }
    return removals.stream()
        .filter(step -> !(step instanceof Step.Remove gone && written.contains(gone.path())))
        .toList();
  }

  private static boolean removes(List<Step> steps, Path path) {
    return steps.stream().anyMatch(s -> s instanceof Step.Remove gone && gone.path().equals(path));
  }

  private boolean isWritten(Archive archive, Archive.Variant plain) throws IOException {
    if (!context.writers().isWritten(directory.of(archive), plain)) {
      return false;
    }
    context
        .leftAlone()
        .tell(
            "remove",
            archive.directory().resolve(plain.name()),
            "a process still writes to it. Let its program open the new log: see \"after\"");
    return true;
  }

  /// Whether a run that only looks has left something for another.
  boolean isLeftToDo() {
    return leftToDo;
  }

  private void logRemoved(Path log, Step.Remove gone) {
    context.log().log(
        Event.REMOVED,
        field("rule", context.settings().rule()),
        field("file", directory.path(log)),
        field("archive", gone.path()),
        field("bytes", new Size(gone.bytes())),
        field("why", gone.reason().key()));
  }

  private Instant now() {
    return context.clock().instant();
  }
}
