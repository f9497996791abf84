package filereeve.kind.compress;

import static java.util.Objects.requireNonNull;

import filereeve.dispatch.Run;
import filereeve.event.Outcome;
import filereeve.files.Directory;
import filereeve.files.Remedies;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.posix.Writers;
import filereeve.replace.CompressionLines;
import filereeve.replace.ReplacementResult;
import filereeve.replace.ReplacementSteps;
import filereeve.rule.UnsafeSkips;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Compresses one file if it is finished: long enough without a change, and no process has it open
/// for writing.
record FileCompression(
    CompressSettings settings,
    Candidates candidates,
    Posix posix,
    ReplacementSteps steps,
    InstantSource clock,
    Log log,
    UnsafeSkips leftAlone) {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration AT_THE_LATEST = Duration.ofMinutes(5);

  /// After this long without a change, the log says that the file is still open: its program has
  /// probably forgotten it.
  private static final Duration LONG = Duration.ofHours(1);

  Outcome run(Path path, Run run) throws InterruptedException {
    if (!candidates.contains(path, run.claims())) {
      return new Outcome.Skipped("it is no file of the rule");
    }
    try (Directory directory = Directory.open(posix, requireNonNull(path.getParent()))) {
      directory.requireTrusted();
      Optional<Stat> stat = directory.stat(path.getFileName());
      if (stat.isEmpty()) {
        return new Outcome.Skipped("it is gone");
      }
      Optional<Outcome> needless = needless(directory, path.getFileName(), stat.get());
      return needless.isPresent()
          ? needless.get()
          : compress(directory, path, stat.get(), run.progress());
    } catch (IOException e) {
      return e instanceof PosixException call && call.errno() == Errno.ENOENT
          ? new Outcome.Skipped("it is gone")
          : Remedies.outcome("compress " + path, e);
    }
  }

  private Optional<Outcome> needless(Directory directory, Path name, Stat stat) throws IOException {
    if (stat.type() != Stat.Type.REGULAR) {
      return Optional.of(new Outcome.Skipped("it is not a regular file"));
    }
    if (stat.size() == 0) {
      return Optional.of(new Outcome.Skipped("it is empty"));
    }
    if (settings.keepOriginal() && isUpToDate(directory.stat(candidates.archiveOf(name)), stat)) {
      return Optional.of(new Outcome.Skipped("its archive is up to date"));
    }
    return unfinished(directory, name, stat);
  }

  /// An archive has its original's time.
  private static boolean isUpToDate(Optional<Stat> archive, Stat original) {
    return archive.filter(a -> !a.modified().isBefore(original.modified())).isPresent();
  }

  private Optional<Outcome> unfinished(Directory directory, Path name, Stat stat)
      throws IOException {
    Duration rest = settings.quiet().minus(unchangedFor(stat));
    if (rest.isPositive()) {
      Duration most = settings.quiet();
      return Optional.of(
          new Outcome.Deferred(rest.compareTo(most) < 0 ? rest : most, "it changed just now"));
    }
    Fd fd = directory.openForReading(name);
    try {
      return isWritten(fd)
          ? Optional.of(waitForWriter(directory.path().resolve(name), stat))
          : Optional.empty();
    } finally {
      posix.close(fd);
    }
  }

  /// Writing sets the change time too, and unlike the modification time nobody can set it to
  /// another value.
  private Duration unchangedFor(Stat stat) {
    return Duration.between(stat.changed(), clock.instant());
  }

  /// Where the filesystem does not know, the quiet time alone decides.
  private boolean isWritten(Fd fd) throws IOException {
    return settings.noWriter() && posix.writers(fd) == Writers.SOME;
  }

  /// The event that the last writer closes the file brings it back at once. The wait is for roots
  /// without such events: the longer nobody has written, the longer the file will probably stay
  /// open, so the wait at most doubles, and thousands of idle open files cost little.
  private Outcome waitForWriter(Path path, Stat stat) {
    Duration idle = unchangedFor(stat);
    if (idle.compareTo(LONG) > 0) {
      leftAlone.tell(
          "compress",
          path,
          "a process has it open for writing, and has not written for over an hour. Let its program"
              + " close it, or set \"ready: {no_writer: false}\"");
    }
    Duration after = idle.compareTo(SOON) < 0 ? SOON : idle;
    return new Outcome.Deferred(
        after.compareTo(AT_THE_LATEST) > 0 ? AT_THE_LATEST : after, "a process has it open");
  }

  private Outcome compress(Directory directory, Path path, Stat stat, Runnable progress)
      throws IOException, InterruptedException {
    var lines = new CompressionLines(settings.rule(), path, 2 * stat.size(), clock, log, progress);
    Path archive = candidates.archiveOf(path);
    ReplacementResult result =
        steps.replaceOne(
            directory,
            path.getFileName(),
            settings.codec(),
            settings.level(),
            settings.keepOriginal(),
            this::isWritten,
            lines);
    return switch (result) {
      case ReplacementResult.Compressed done -> {
        lines.compressed(path, archive, done);
        yield new Outcome.Done();
      }
      case ReplacementResult.AlreadyDone _ when settings.keepOriginal() ->
          new Outcome.Skipped("its archive has the same content");
      case ReplacementResult.AlreadyDone _ -> {
        lines.recovered(path, archive, "its archive was complete already, so the file was removed");
        yield new Outcome.Done();
      }
      case ReplacementResult.Gone _ -> new Outcome.Skipped("it is gone");
      case ReplacementResult.Written _ -> waitForWriter(path, stat);
      case ReplacementResult.Changed(String why) -> new Outcome.Deferred(soon(), why);
      case ReplacementResult.Refused(String why) -> new Outcome.Failed(why);
    };
  }

  private Duration soon() {
    return settings.quiet().compareTo(SOON) > 0 ? settings.quiet() : SOON;
  }
}
