package filereeve.handler.rotate;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.files.Create;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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
  private final Context context;
  private final Set<Cause> causes;
  private final Runnable progress;
  private final boolean onlyLook;
  private final Problems problems = new Problems();
  private final List<Path> toCompress = new ArrayList<>();
  private Optional<NewLog.Wanted> create = Optional.empty();
  private boolean lookedUp;
  private boolean due;
  private int rotated;

  /// @param onlyLook what is due is not rotated but left to another run, which is asked for
  RotationRun(Context context, Set<Cause> causes, Runnable progress, boolean onlyLook) {
    this.context = context;
    this.causes = causes;
    this.progress = progress;
    this.onlyLook = onlyLook;
  }

  Problems problems() {
    return problems;
  }

  /// Brings the logs of one folder to the wanted state.
  ///
  /// @param logs their names; empty means all that the rule has there
  void folder(Path path, Collection<Path> logs) throws InterruptedException {
    try (LogFolder folder =
        LogFolder.open(context.posix(), path, context.place().archiveFolder(path))) {
      LogFolder.Listing listing = folder.list();
      Collection<Path> names = logs.isEmpty() ? context.place().logs(path, listing) : logs;
      var rotation = new Rotation(context, causes, onlyLook, folder, wanted());
      rotateEach(folder, names, listing, rotation);
      rotated += rotation.moved();
      retainEach(folder, names, rotation.moved() > 0 ? synced(folder) : listing, rotation);
    } catch (IOException e) {
      problems.add("rotate the logs in " + path, e);
    }
  }

  /// Tells the writer, hands on what is left to do, and says how it went.
  Outcome finish() throws InterruptedException {
    try {
      context.after().tell();
    } catch (IOException e) {
      problems.add(
          new Outcome.Retry(
              "cannot tell the writer of rotated logs: %s. It goes on writing into the archives until this is mended; it is tried again."
                  .formatted(e.getMessage())));
    }
    for (Path archive : toCompress) {
      follow(new Subject.Archive(archive));
    }
    if (due) {
      follow(new Subject.Whole());
    }
    return problems
        .outcome()
        .orElseGet(() -> rotated > 0 ? new Outcome.Done() : new Outcome.Skipped("nothing is due"));
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
        Rotation.Result result = rotation.rotate(name, listing);
        due |= result == Rotation.Result.DUE;
      } catch (IOException e) {
        problems.add("rotate " + folder.path(name), e);
      }
    }
  }

  private LogFolder.Listing synced(LogFolder folder) throws IOException {
    folder.sync();
    return folder.list();
  }

  private void retainEach(
      LogFolder folder, Collection<Path> names, LogFolder.Listing listing, Rotation rotation)
      throws InterruptedException {
    for (Path name : names) {
      progress.run();
      try {
        if (causes.contains(Cause.START)) {
          oweIfWritten(folder, name, listing);
        }
        rotation.retain(name, listing).stream().map(folder::archivePath).forEach(toCompress::add);
      } catch (IOException e) {
        problems.add("remove old archives of " + folder.path(name), e);
      }
    }
  }

  /// A run that was cut off may have renamed a log without telling its writer, which then still has
  /// the newest archive open. Where nobody can say who has it open, an archive that was written to
  /// after it was renamed tells: renaming sets the change time alone, writing both times.
  private void oweIfWritten(LogFolder folder, Path log, LogFolder.Listing listing)
      throws IOException {
    if (!context.after().isWanted()) {
      return;
    }
    var newest =
        folder.snapshot(log, listing, context.clock().instant()).archives().stream().findFirst();
    if (newest.isEmpty() || newest.get().plain().isEmpty()) {
      return;
    }
    var form = newest.get().plain().get();
    Posix posix = context.posix();
    Fd fd = folder.archivesMade().openForReading(form.name());
    try {
      boolean written =
          switch (posix.writers(fd)) {
            case SOME -> true;
            case NONE -> false;
            case UNKNOWN -> !form.stat().modified().isBefore(form.stat().changed());
          };
      if (written) {
        context.after().owe();
      }
    } finally {
      posix.close(fd);
    }
  }

  private Optional<NewLog.Wanted> wanted() throws IOException {
    Optional<Create> settings = context.settings().create();
    if (!lookedUp && settings.isPresent()) {
      create = Optional.of(NewLog.Wanted.of(settings.get(), context.posix()));
      lookedUp = true;
    }
    return create;
  }

  private void follow(Subject subject) {
    context.sink().accept(new Trigger(context.settings().rule(), subject, Cause.FOLLOW_UP));
  }
}
