package filereeve.kind.compress;

import static java.util.Objects.requireNonNull;

import filereeve.dispatch.Run;
import filereeve.event.Outcome;
import filereeve.files.Directory;
import filereeve.files.Remedies;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.posix.Writers;
import filereeve.replace.CompressionLines;
import filereeve.replace.ReplacementResult;
import filereeve.rule.Services;
import filereeve.rule.UnsafeSkips;
import filereeve.units.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Compresses one file if it is finished: unchanged for long enough, and not open for writing in
/// any process.
record FileCompression(CompressSettings settings, Services services, UnsafeSkips skips) {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration MAX_WAIT = Duration.ofMinutes(5);

  /// A change that lies no further in the future is one of now: the clocks of hosts differ a
  /// little.
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

  /// After this long without a change, an open file is logged: its program has probably forgotten
  /// it.
  private static final Duration LONG = Duration.ofHours(1);

  Outcome run(Path path, Run run) throws InterruptedException {
    if (!settings.isInput(path, run.claims())) {
      return new Outcome.Skipped("it is not a file of the rule");
    }
    try (Directory directory = Directory.open(services.posix(), requireNonNull(path.getParent()))) {
      settings.access().requireSafe(directory, services.posix());
      Optional<Stat> stat = directory.stat(path.getFileName());
      if (stat.isEmpty()) {
        return new Outcome.Skipped("it no longer exists");
      }
      Optional<Outcome> reason = reasonNotTo(directory, path.getFileName(), stat.get());
      return reason.isPresent()
          ? reason.get()
          : compress(directory, path, stat.get(), run.progress());
    } catch (IOException e) {
      return e instanceof PosixException call && call.errno() == Errno.ENOENT
          ? new Outcome.Skipped("it no longer exists")
          : Remedies.outcome("compress " + path, e);
    }
  }

  private Optional<Outcome> reasonNotTo(Directory directory, Path name, Stat stat)
      throws IOException {
    if (stat.type() != Stat.Type.REGULAR) {
      return Optional.of(new Outcome.Skipped("it is not a regular file"));
    }
    if (stat.size() == 0) {
      return Optional.of(new Outcome.Skipped("it is empty"));
    }
    Optional<String> problem = settings.access().problem(directory, stat, services.posix());
    if (problem.isPresent()) {
      skips.report("compress", directory.path().resolve(name), problem.get());
      return Optional.of(new Outcome.Skipped("it belongs to a third user"));
    }
    if (settings.keepOriginal() && isUpToDate(directory, name, stat)) {
      return Optional.of(new Outcome.Skipped("its archive is up to date"));
    }
    return unfinished(directory, name, stat);
  }

  /// Whether an archive has its original's modification time, or a later one.
  private boolean isUpToDate(Directory directory, Path name, Stat original) throws IOException {
    for (Path archive : settings.archivesOf(name, original.modified())) {
      Optional<Stat> stat = directory.stat(archive);
      if (stat.filter(a -> !a.modified().isBefore(original.modified())).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private Optional<Outcome> unfinished(Directory directory, Path name, Stat stat)
      throws IOException {
    Duration rest = settings.quiet().minus(unchangedFor(stat));
    if (rest.isPositive()) {
      Duration after = Durations.shorter(rest, settings.quiet());
      return Optional.of(new Outcome.Deferred(after, "it has just changed"));
    }
    Path path = directory.path().resolve(name);
    Fd fd = directory.openForReading(name);
    try {
      Optional<String> problem =
          settings.access().problem(settings.files(), path, fd, services.posix());
      if (problem.isPresent()) {
        skips.report("compress", path, problem.get());
        return Optional.of(new Outcome.Skipped("it may be a program"));
      }
      return isWritten(fd) ? Optional.of(waitForWriter(path, stat)) : Optional.empty();
    } finally {
      services.posix().close(fd);
    }
  }

  /// The time since the last change. It is the change time that counts: writing sets it too, and
  /// unlike the modification time it cannot be set to another value.
  ///
  /// @return at least the quiet time where the change is in the future: the clock was ahead once,
  ///   and the file would wait until it is as late again
  private Duration unchangedFor(Stat stat) {
    Duration since = Duration.between(stat.changed(), services.clock().instant());
    return since.plus(CLOCKS_DIFFER).isNegative() ? settings.quiet() : since;
  }

  /// Whether a process has the file open for writing. Where the filesystem cannot tell, the quiet
  /// time alone decides.
  private boolean isWritten(Fd fd) throws IOException {
    return settings.noWriter() && services.posix().writers(fd) == Writers.SOME;
  }

  /// Defers the file. When its last writer closes it, an event triggers a new run at once; the wait
  /// is for directories without such events. It is as long as the file has been idle, so that
  /// thousands of idle open files cost little.
  private Outcome waitForWriter(Path path, Stat stat) {
    Duration idle = unchangedFor(stat);
    if (idle.compareTo(LONG) > 0) {
      skips.report(
          "compress",
          path,
          "a process has it open for writing, and has not written for over an hour. Make the"
              + " program close it, or set \"ready: {no_writer: false}\"");
    }
    Duration after = Durations.shorter(Durations.longer(idle, SOON), MAX_WAIT);
    return new Outcome.Deferred(after, "a process has it open for writing");
  }

  private Outcome compress(Directory directory, Path path, Stat stat, Runnable progress)
      throws IOException, InterruptedException {
    var lines =
        new CompressionLines(
            settings.rule(), path, 2 * stat.size(), services.clock(), services.log(), progress);
    ReplacementResult result =
        services
            .replacement()
            .replaceOne(
                directory,
                path.getFileName(),
                settings.codec(),
                settings.level(),
                settings.existing(),
                settings.keepOriginal(),
                this::isWritten,
                lines);
    return switch (result) {
      case ReplacementResult.Compressed done -> {
        lines.compressed(path, path.resolveSibling(done.archive()), done);
        yield new Outcome.Done();
      }
      case ReplacementResult.AlreadyDone _ when settings.keepOriginal() ->
          new Outcome.Skipped("its archive has the same content");
      case ReplacementResult.AlreadyDone(Path archive) -> {
        lines.recovered(
            path,
            path.resolveSibling(archive),
            "its archive was complete already, so the file was removed");
        yield new Outcome.Done();
      }
      case ReplacementResult.Gone _ -> new Outcome.Skipped("it no longer exists");
      case ReplacementResult.Written _ -> waitForWriter(path, stat);
      case ReplacementResult.Changed(String why) ->
          new Outcome.Deferred(Durations.longer(settings.quiet(), SOON), why);
      case ReplacementResult.Refused(String why) -> new Outcome.Failed(why);
    };
  }
}
