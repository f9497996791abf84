package filereeve.kind.compress;

import static filereeve.telemetry.Field.field;
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
import filereeve.replace.ArchiveRequest;
import filereeve.replace.CompressedReplacement;
import filereeve.replace.CompressionLines;
import filereeve.replace.Original;
import filereeve.replace.Preparation;
import filereeve.replace.Prepared;
import filereeve.replace.Replacement;
import filereeve.telemetry.Event;
import filereeve.telemetry.LeftAlone;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Compresses one file if it is finished.
final class FileCompression {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration AT_THE_LATEST = Duration.ofMinutes(5);

  /// After so long without a change, who has it open has probably forgotten it: that is told.
  private static final Duration LONG = Duration.ofHours(1);

  private final CompressSettings settings;
  private final Candidates candidates;
  private final Posix posix;
  private final CompressedReplacement replacement;
  private final InstantSource clock;
  private final Log log;
  private final LeftAlone leftAlone;

  FileCompression(
      CompressSettings settings,
      Candidates candidates,
      Posix posix,
      CompressedReplacement replacement,
      InstantSource clock,
      Log log) {
    this.settings = settings;
    this.candidates = candidates;
    this.posix = posix;
    this.replacement = replacement;
    this.clock = clock;
    this.log = log;
    this.leftAlone = new LeftAlone(settings.rule(), log);
  }

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
    } catch (PosixException e) {
      return e.errno() == Errno.ENOENT
          ? new Outcome.Skipped("it is gone")
          : Remedies.outcome("compress " + path, e);
    } catch (IOException e) {
      return Remedies.outcome("compress " + path, e);
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
          ? Optional.of(laterForWriter(directory.path().resolve(name), stat))
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

  /// Where the filesystem cannot tell, the quiet time alone decides.
  private boolean isWritten(Fd fd) throws IOException {
    return settings.noWriter() && posix.writers(fd) == Writers.SOME;
  }

  /// No event tells that a writer has closed a file. The longer it has not written, the longer it
  /// will probably not close: so the wait at most doubles, and thousands of idle open files cost
  /// little.
  private Outcome laterForWriter(Path path, Stat stat) {
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

  private Outcome compress(Directory directory, Path path, Stat stat, Runnable alive)
      throws IOException, InterruptedException {
    Path name = path.getFileName();
    var request =
        new ArchiveRequest(name, candidates.archiveOf(name), settings.codec(), settings.level());
    var lines = new CompressionLines(settings.rule(), path, 2 * stat.size(), clock, log, alive);
    Preparation preparation = replacement.prepare(directory, request, lines);
    return switch (preparation) {
      case Preparation.Ended ended -> outcome(ended.result(), path, lines);
      case Preparation.Ready ready -> {
        try (Prepared archive = ready.archive()) {
          yield isWritten(archive.original())
              ? laterForWriter(path, stat)
              : outcome(archive.publish(name, request.target(), original()), path, lines);
        }
      }
    };
  }

  private Original original() {
    return settings.keepOriginal() ? Original.KEEP : Original.REMOVE;
  }

  private Outcome outcome(Replacement result, Path path, CompressionLines lines) {
    return switch (result) {
      case Replacement.Compressed done -> {
        lines.compressed(path, candidates.archiveOf(path), done);
        yield new Outcome.Done();
      }
      case Replacement.AlreadyDone _ when settings.keepOriginal() ->
          new Outcome.Skipped("its archive has the same content");
      case Replacement.AlreadyDone _ -> {
        log.log(
            Event.RECOVERED_FILE,
            field("rule", settings.rule()),
            field("file", path),
            field("archive", candidates.archiveOf(path)),
            field("why", "its archive was complete already, so the file was removed"));
        yield new Outcome.Done();
      }
      case Replacement.Changed changed -> new Outcome.Deferred(soon(), changed.why());
      case Replacement.Refused refused -> new Outcome.Failed(refused.why());
    };
  }

  private Duration soon() {
    return settings.quiet().compareTo(SOON) > 0 ? settings.quiet() : SOON;
  }
}
