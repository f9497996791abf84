package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.LogState;
import filereeve.archive.Retention;
import filereeve.copytruncate.CopyTruncate;
import filereeve.copytruncate.Extraction;
import filereeve.event.Subject;
import filereeve.files.Directory;
import filereeve.files.RefusedException;
import filereeve.files.Shredder;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.replace.CompressionLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Carries out single steps, for logs of one directory, and logs what each has done.
final class StepRunner {
  private static final int ONLY_OURS = 0600;

  private final Context context;
  private final Posix posix;
  private final LogDirectory directory;
  private final Set<Subject> followUps;
  private final Runnable progress;
  private final RotationLines lines;
  private final Set<Path> moved = new HashSet<>();
  private boolean shifted;
  private Optional<NewLog> newLog = Optional.empty();
  private Optional<Extraction> copied = Optional.empty();
  private Instant began = Instant.EPOCH;

  /// @param followUps what is handed over to later runs
  StepRunner(Context context, LogDirectory directory, Set<Subject> followUps, Runnable progress) {
    this.context = context;
    this.posix = context.posix();
    this.directory = directory;
    this.followUps = followUps;
    this.progress = progress;
    this.lines = new RotationLines(context, directory);
  }

  /// @param wanted what new logs are like; empty if none are created
  void createLike(Optional<NewLog> wanted) {
    newLog = wanted;
  }

  /// Whether any log has become an archive, also where a later step failed.
  boolean haveMoved() {
    return !moved.isEmpty();
  }

  /// Whether archives or logs have other names, be it that a rotation ended half-way.
  boolean haveRenamed() {
    return shifted || haveMoved();
  }

  /// A rotation begins: the log says how long it took.
  void begin() {
    began = context.now();
  }

  /// @return whether names have changed
  /// @throws InterruptedException soon after the thread was interrupted; the next run finishes
  boolean run(LogState at, Step step) throws IOException, InterruptedException {
    return switch (step) {
      case Step.Discard(Path name) -> directory.logs().remove(name);
      case Step.CreateNew(Path temp, Path like, Stat stat) -> {
        createNew(temp, like, stat);
        yield true;
      }
      case Step.PutNew(Path temp, Path log) -> {
        putNew(temp, log);
        directory.logs().sync();
        yield true;
      }
      case Step.FinishShred(LogState.Temporary file) -> finishShred(file);
      case Step.RemoveTemporary(LogState.Temporary file) -> removeTemporary(file);
      case Step.JoinVariants(var archive) ->
          new TwoVariants(context, directory, progress).join(at.log(), archive);
      case Step.RequireFree(var archives) -> {
        for (Path archive : archives) {
          directory.requireFree(archive);
        }
        yield false;
      }
      case Step.Refuse(String why) -> throw new RefusedException(why);
      case Step.Skip(Path _, String why) -> {
        context.skip("rotate", at.path(), why);
        yield false;
      }
      case Step.MarkForDelivery(Path log) -> {
        new PendingDelivery(context, directory).mark(log);
        yield false;
      }
      case Step.MarkForNotification(Path mark) -> mark(mark);
      case Step.Shift(Path archive, Path to) -> {
        Directory archives = directory.archives();
        archives.rename(archive, archives, to);
        shifted = true;
        yield true;
      }
      case Step.MoveLog(Path log, var newLog, Path archive, Stat live, Due due) -> {
        boolean swapped = swap().archive(log, newLog, archive);
        rotated(at, archive);
        lines.rotated(log, archive, live, due, began);
        if (newLog.isPresent() && !swapped) {
          putNew(newLog.get(), log);
        }
        yield true;
      }
      case Step.FinishMove(Path swapped, Path archive) -> {
        directory.logs().rename(swapped, directory.archives(), archive);
        rotated(at, archive);
        directory.sync();
        yield true;
      }
      case Step.CopyTruncate(Path log, Stat live, boolean pauseWriter) -> {
        copied =
            Optional.of(
                new CopyTruncate(posix, context.freezer())
                    .extract(directory.logs(), log, live, pauseWriter, progress));
        yield true;
      }
      case Step.Publish(Path log, Path archive, Optional<Due> due) -> {
        publish(log, archive);
        rotated(at, archive);
        due.ifPresent(why -> lines.copyTruncated(log, archive, copied.orElseThrow(), why, began));
        yield true;
      }
      case Step.Notify(Path log, Optional<Archive> archive) -> {
        if (!context.notification().isPending(log)) {
          context.notification().add(log, archive.map(a -> a.path(a.variants().getFirst())));
        }
        yield false;
      }
      case Step.Remove(Archive archive, Retention.Reason reason) -> {
        for (Archive.Variant variant : archive.variants()) {
          remove(directory.of(archive), variant.name());
          lines.removed(at.log(), archive.path(variant), variant.stat().size(), reason);
        }
        yield true;
      }
      case Step.Compress _ -> followUps.add(RotateSubjects.archives(at.directory()));
      case Step.Deliver() -> followUps.add(RotateSubjects.DELIVERIES);
    };
  }

  /// If nothing of a log was rotated, no new log and no mark is wanted. If that fails too, the next
  /// run does it.
  ///
  /// @param failure why
  void undo(LogState at, IOException failure) {
    if (moved.contains(at.log())) {
      return;
    }
    try {
      Path newLog = TempNames.of(at.log(), Purpose.CREATE);
      swap().removeUnused(newLog);
      boolean halfMoved = directory.logs().stat(newLog).isPresent();
      if (!halfMoved
          && !context.notification().isPending(at.path())) { // not from an earlier rotation
        directory.logs().remove(TempNames.of(at.log(), Purpose.NOTIFY));
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private LogSwap swap() {
    return new LogSwap(posix, directory);
  }

  private void rotated(LogState at, Path archive) {
    moved.add(at.log());
    context.knownLogs().rotated(at.path(), archive);
    context.notification().add(at.path(), Optional.of(directory.archivePath(archive)));
  }

  /// Another run may have created it already.
  private boolean mark(Path mark) throws IOException {
    try {
      posix.close(directory.logs().create(mark, ONLY_OURS));
      return true;
    } catch (PosixException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
      return false;
    }
  }

  /// @param like the path of the rotated file, with these attributes
  private void createNew(Path temp, Path like, Stat stat) throws IOException {
    NewLog wanted = newLog.orElseThrow();
    Optional<Fd> rotated = wanted.mode().isPresent() ? Optional.empty() : openRotated(like, stat);
    try {
      wanted.create(posix, directory.logs(), temp, stat, rotated);
    } finally {
      if (rotated.isPresent()) {
        posix.close(rotated.get());
      }
    }
  }

  /// @return empty if it may only be written, or is another file by now
  private Optional<Fd> openRotated(Path like, Stat stat) throws IOException {
    Directory from = directory.at(ArchivePlace.directoryOf(like)).orElseThrow();
    Fd rotated;
    try {
      rotated = from.openForReading(like.getFileName());
    } catch (PosixException e) {
      if (e.errno() == Errno.EACCES) {
        return Optional.empty();
      }
      throw e;
    }
    if (posix.stat(rotated).sameInode(stat)) {
      return Optional.of(rotated);
    }
    posix.close(rotated);
    return Optional.empty();
  }

  private void putNew(Path temp, Path log) throws IOException {
    Directory logs = directory.logs();
    try {
      logs.rename(temp, logs, log);
    } catch (PosixException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
      logs.unlink(temp); // the writer was quicker, and has its own open
    }
  }

  /// The archive's name is durable before the intent is removed: without it the copy would be worth
  /// nothing to the next start.
  private void publish(Path log, Path archive) throws IOException {
    Directory logs = directory.logs();
    logs.rename(CopyTruncate.copyOf(log), directory.archives(), archive);
    directory.sync();
    logs.unlink(CopyTruncate.intentOf(log));
  }

  private boolean finishShred(LogState.Temporary file) throws IOException, InterruptedException {
    Directory archives = directory.at(file.directory()).orElseThrow();
    boolean done = new Shredder(posix).finish(archives, file.name(), progress);
    if (done) {
      lines.recovered(
          file.path(), "its removal was interrupted; it was overwritten and is removed now");
    }
    return done;
  }

  private boolean removeTemporary(LogState.Temporary file) throws IOException {
    Directory archives = directory.at(file.directory()).orElseThrow();
    boolean done = context.replacement().removeLeftOver(archives, file.name());
    if (done) {
      CompressionLines.leftOverRemoved(
          context.services().log(), context.settings().rule(), file.path());
    }
    return done;
  }

  /// The only step of retention that can take long: the content may have to be overwritten.
  private void remove(Directory archives, Path name) throws IOException, InterruptedException {
    if (!context.settings().archives().onRemove().shred()) {
      archives.remove(name);
      return;
    }
    try {
      new Shredder(posix).remove(archives, name, progress);
    } catch (PosixException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }
}
