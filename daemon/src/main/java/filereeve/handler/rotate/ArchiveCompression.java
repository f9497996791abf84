package filereeve.handler.rotate;

import filereeve.codec.ArchiveRequest;
import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.codec.Original;
import filereeve.codec.Preparation;
import filereeve.codec.Prepared;
import filereeve.codec.Replacement;
import filereeve.event.Outcome;
import filereeve.files.Archive;
import filereeve.files.ArchiveName;
import filereeve.files.Folder;
import filereeve.files.Remedies;
import filereeve.posix.Stat;
import filereeve.telemetry.CompressionLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Compresses one archive when no process has it open for writing any more. While that goes on, the
/// log can be rotated again: a numbered archive then has another name at the end than at the
/// beginning, so it is looked for by its inode before the compressed form gets its name.
final class ArchiveCompression {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration AT_THE_LATEST = Duration.ofMinutes(1);

  /// A writer that was told opens its new log sooner.
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Context context;

  ArchiveCompression(Context context) {
    this.context = context;
  }

  Outcome run(Path path, Runnable alive) throws InterruptedException {
    Optional<Path> log = context.place().logOf(path);
    if (log.isEmpty()) {
      return new Outcome.Skipped("it is no archive of the rule");
    }
    Path logFolder = ArchivePlace.folderOf(log.get());
    try (LogFolder folder =
        LogFolder.open(context.posix(), logFolder, ArchivePlace.folderOf(path))) {
      return folder.archives().isEmpty()
          ? new Outcome.Skipped("it is gone")
          : look(new Turn(folder, log.get().getFileName(), path, alive));
    } catch (IOException e) {
      return Remedies.outcome("compress " + path, e);
    }
  }

  /// @param path of the archive when its turn came
  private record Turn(LogFolder folder, Path log, Path path, Runnable alive) {
    Path name() {
      return path.getFileName();
    }

    Folder archives() throws IOException {
      return folder.archivesMade();
    }
  }

  private Outcome look(Turn turn) throws IOException, InterruptedException {
    Snapshot at;
    try (var _ = context.locks().hold(turn.folder().path(turn.log()))) {
      at = snapshot(turn);
    }
    Optional<Archive> archive = find(at, turn.name());
    if (archive.isEmpty() || !context.planner().toCompress(at).contains(turn.name())) {
      return new Outcome.Skipped("there is nothing to compress");
    }
    Archive.Form plain = archive.get().plain().orElseThrow();
    Optional<Outcome> later = whileWritten(turn, plain);
    if (later.isPresent() && archive.get().time().plus(LONG).isBefore(at.now())) {
      context
          .leftAlone()
          .tell(
              "compress",
              turn.path(),
              "a process has kept it open for writing since it was rotated. Let its program open"
                  + " the new log: see \"after\"");
    }
    return later.isPresent() ? later.get() : compress(turn, archive.get(), plain.stat());
  }

  private Outcome compress(Turn turn, Archive archive, Stat stat)
      throws IOException, InterruptedException {
    var settings = context.settings();
    Optional<Codec> found = TwoForms.codec(archive);
    if (found.isEmpty() && settings.compress().isEmpty()) {
      return new Outcome.Skipped("it is not to be compressed");
    }
    Codec codec = found.orElseGet(() -> settings.compress().orElseThrow().codec());
    Level level =
        settings.compress().map(RotateSettings.Compression::level).orElse(new Level.Auto());
    Path target = ArchiveName.compressed(turn.name(), codec.suffix());
    var lines =
        new CompressionLines(
            settings.rule(),
            turn.path(),
            2 * stat.size(),
            context.clock(),
            context.log(),
            turn.alive());
    Preparation preparation =
        context
            .replacement()
            .prepare(turn.archives(), new ArchiveRequest(turn.name(), target, codec, level), lines);
    return switch (preparation) {
      case Preparation.Ended(Replacement result) ->
          outcome(turn, turn.name(), codec, result, lines);
      case Preparation.Ready(Prepared ready) -> {
        try (ready) {
          yield publish(turn, stat, codec, ready, lines);
        }
      }
    };
  }

  private Outcome publish(Turn turn, Stat stat, Codec codec, Prepared ready, CompressionLines lines)
      throws IOException, InterruptedException {
    try (var _ = context.locks().hold(turn.folder().path(turn.log()))) {
      Optional<Path> name = nameNow(turn, stat);
      if (name.isEmpty()) {
        return new Outcome.Skipped("it was removed while it was compressed");
      }
      if (context.writers().anyOf(ready.original(), stat)) {
        return new Outcome.Later(SOON, "a process has it open");
      }
      Path target = ArchiveName.compressed(name.get(), codec.suffix());
      Replacement result = ready.publish(name.get(), target, Original.REMOVE);
      return outcome(turn, name.get(), codec, result, lines);
    }
  }

  private Outcome outcome(
      Turn turn, Path name, Codec codec, Replacement result, CompressionLines lines) {
    return switch (result) {
      case Replacement.Compressed done -> {
        Path target = ArchiveName.compressed(name, codec.suffix());
        lines.compressed(turn.folder().archivePath(name), turn.folder().archivePath(target), done);
        yield new Outcome.Done();
      }
      case Replacement.AlreadyDone _ -> {
        TwoForms.tell(context, turn.folder(), turn.log(), name);
        yield new Outcome.Done();
      }
      case Replacement.Changed(String why) -> new Outcome.Later(SOON, why);
      case Replacement.Refused(String why) -> new Outcome.Failed(why);
    };
  }

  private Optional<Outcome> whileWritten(Turn turn, Archive.Form form) throws IOException {
    return context.writers().anyOf(turn.archives(), form)
        ? Optional.of(new Outcome.Later(wait(form.stat()), "a process has it open"))
        : Optional.empty();
  }

  /// Grows with the time since it was renamed or written to: a writer that has kept it open for an
  /// hour will probably keep it for another minute.
  private Duration wait(Stat stat) {
    Instant changed = stat.changed();
    Duration quarter = Duration.between(changed, context.clock().instant()).dividedBy(4);
    if (quarter.compareTo(SOON) < 0) {
      return SOON;
    }
    return quarter.compareTo(AT_THE_LATEST) > 0 ? AT_THE_LATEST : quarter;
  }

  private Optional<Path> nameNow(Turn turn, Stat stat) throws IOException {
    return snapshot(turn).archives().stream()
        .flatMap(archive -> archive.plain().stream())
        .filter(form -> form.stat().sameInode(stat))
        .map(Archive.Form::name)
        .findFirst();
  }

  private Snapshot snapshot(Turn turn) throws IOException {
    LogFolder folder = turn.folder();
    return folder.snapshot(turn.log(), folder.list(), context.clock().instant());
  }

  private static Optional<Archive> find(Snapshot at, Path name) {
    return at.archives().stream()
        .filter(archive -> archive.plain().filter(form -> form.name().equals(name)).isPresent())
        .findFirst();
  }
}
