package filereeve.kind.rotate;

import filereeve.copytruncate.CopyTruncate;
import filereeve.copytruncate.Names;
import filereeve.copytruncate.Taken;
import filereeve.files.Directory;
import filereeve.files.Shredder;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Carries out the steps of plans, in one pair of directories.
final class StepRunner {
  private static final int ONLY_OURS = 0600;

  private final Context context;
  private final Posix posix;
  private final LogDirectory directory;
  private final Runnable progress;
  private Optional<Taken> taken = Optional.empty();

  StepRunner(Context context, LogDirectory directory, Runnable progress) {
    this.context = context;
    this.posix = context.posix();
    this.directory = directory;
    this.progress = progress;
  }

  /// What the last [Step.TakeOut] took out.
  Optional<Taken> taken() {
    return taken;
  }

  /// @throws InterruptedException soon after the thread was interrupted; the next run finishes
  void run(Step step) throws IOException, InterruptedException {
    switch (step) {
      case Step.Mark(Path mark) -> mark(mark);
      case Step.MakeNew(Path temp, NewLog attributes) -> makeNew(temp, attributes);
      case Step.Shift(Path archive, Path to) -> {
        Directory archives = directory.archivesMade();
        archives.rename(archive, archives, to);
      }
      case Step.MoveLog(Path log, Path archive) ->
          directory.logs().rename(log, directory.archivesMade(), archive);
      case Step.TakeOut(Path log, Stat looked, boolean pauseWriter) ->
          taken =
              Optional.of(
                  new CopyTruncate(posix, context.freezer())
                      .take(directory.logs(), log, looked, pauseWriter, progress));
      case Step.Publish(Path log, Path archive) -> publish(log, archive);
      case Step.PutNew(Path temp, Path log) -> putNew(temp, log);
      case Step.Remove remove -> remove(remove.directory(), remove.archive());
      case Step.Discard(Path temp) -> directory.logs().unlink(temp);
    }
  }

  private void mark(Path mark) throws IOException {
    try {
      posix.close(directory.logs().create(mark, ONLY_OURS));
    } catch (PosixException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
  }

  /// Nobody but us can open it before it has its owner and mode.
  private void makeNew(Path temp, NewLog attributes) throws IOException {
    Fd fd = directory.logs().create(temp, ONLY_OURS);
    try {
      posix.chown(fd, attributes.uid(), attributes.gid());
      posix.chmod(fd, attributes.mode());
    } finally {
      posix.close(fd);
    }
  }

  /// The archive's name is durable before the intent goes: without it the copy would be worth
  /// nothing to the next start.
  private void publish(Path log, Path archive) throws IOException {
    Directory logs = directory.logs();
    logs.rename(Names.copy(log), directory.archivesMade(), archive);
    directory.sync();
    logs.unlink(Names.intent(log));
  }

  /// The only step that can take long: its content may have to be overwritten.
  private void remove(Path path, Path archive) throws IOException, InterruptedException {
    Directory archives = directory.at(path).orElseThrow();
    try {
      if (context.settings().onRemove().shred()) {
        new Shredder(posix).remove(archives, archive, progress);
      } else {
        archives.unlink(archive);
      }
    } catch (PosixException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
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
}
