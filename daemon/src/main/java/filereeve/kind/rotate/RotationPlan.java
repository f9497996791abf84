package filereeve.kind.rotate;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import filereeve.archive.Archive;
import filereeve.archive.LogState;
import filereeve.archive.LogState.Temporary;
import filereeve.archive.Retention;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what is done with one log, in the order of [Stage]. It is a pure function of what is on
/// disk, the settings, the request and the time: a dry run is the plan printed, and recovery after
/// a crash is the same function of what is then on disk. Every state that an interrupted plan can
/// leave is one that a plan begins with:
///
/// - a copy or an intent of a copytruncate: whether the log was cut decides;
/// - a new log under its temporary name: the log is still there (the new one is removed) or, where
///   the filesystem cannot swap, is an archive already (the new one is recreated);
/// - the old log under the temporary name of the new one, which is in its place: it becomes an
///   archive;
/// - a mark that the writer is to be notified;
/// - a free number below taken ones: the archives below it still have to move up, those above it
///   have.
///
/// @param parts in the order in which they are carried out
/// @param after the state that the plan leads to, but for what retention removes
/// @param kept the archives that retention keeps then, newest first
record RotationPlan(LogState at, List<Part> parts, LogState after, List<Archive> kept) {

  /// Some steps that belong together: if a guard does not hold, none of them is carried out.
  record Part(Stage stage, List<Guard> guards, List<Step> steps) {
    Part(Stage stage, Step step) {
      this(stage, List.of(), List.of(step));
    }

    /// Whether the log is left as it is, because to touch it would not be safe.
    boolean isSkip() {
      return steps.getFirst() instanceof Step.Skip;
    }

    @Override
    public String toString() {
      String only = guards.stream().map(guard -> guard.text).collect(joining(" and "));
      return "%s%s: %s"
          .formatted(
              stage,
              only.isEmpty() ? "" : ", if " + only,
              steps.stream().map(Step::text).collect(joining("; ")));
    }
  }

  static RotationPlan of(LogState at, RotateSettings settings, Request request, Instant now) {
    var parts = temporaryFiles(at);
    var plan = new Planning(at, settings, request, now, parts);
    plan.finishCopyTruncate();
    plan.finishNewLog();
    LogState after = plan.rotate();
    List<Archive> archives = after.archives(now);
    plan.notifyWriter(after, archives);
    List<Archive> kept = after.isKnown() ? plan.retain(archives) : List.of();
    if (after.isKnown() && !archives.isEmpty()) {
      plan.handOver(lasting(archives, settings, now));
    }
    parts.sort(comparing(Part::stage));
    return new RotationPlan(at, List.copyOf(parts), after, kept);
  }

  /// For a log that is none of the rule's: what compressing or overwriting left of its archives.
  static RotationPlan ofTemporaryFiles(LogState at) {
    return new RotationPlan(at, temporaryFiles(at), at, List.of());
  }

  private static List<Part> temporaryFiles(LogState at) {
    var parts = new ArrayList<Part>();
    for (Temporary file : at.temporary(Purpose.SHRED)) {
      parts.add(new Part(Stage.FINISH_SHRED, new Step.FinishShred(file)));
    }
    for (Temporary file : at.temporary(Purpose.COMPRESS)) {
      parts.add(new Part(Stage.REMOVE_TEMPORARY_ARCHIVE, new Step.RemoveTemporary(file)));
    }
    return parts;
  }

  static Part removal(Archive archive, Retention.Reason reason, RotateSettings settings) {
    var guards = new ArrayList<Guard>();
    archive.plain().ifPresent(_ -> guards.add(Guard.NOT_WRITTEN));
    if (!settings.archives().onArchive().isEmpty()) {
      guards.add(Guard.NO_DELIVERY_PENDING);
    }
    if (reason == Retention.Reason.AGE) {
      guards.add(Guard.CLOCK_TRUSTED);
    }
    return new Part(Stage.RETAIN, guards, List.of(new Step.Remove(archive, reason)));
  }

  /// The archives without those that retention removes; what is delivered before that has to be
  /// compressed all the same.
  static List<Archive> lasting(List<Archive> newestFirst, RotateSettings settings, Instant now) {
    var lasting = new ArrayList<>(newestFirst);
    if (!settings.delivers()) {
      Retention.removals(newestFirst, settings.archives().keep(), now)
          .forEach(removal -> lasting.remove(removal.archive()));
    }
    return lasting;
  }

  /// The paths of the archives that still have a variant to be compressed, or one that a compressed
  /// variant has replaced already.
  static List<Path> toCompress(List<Archive> newestFirst, RotateSettings settings) {
    int skip =
        settings
            .archives()
            .compress()
            .map(RotateSettings.Compression::skipNewest)
            .orElse(Integer.MAX_VALUE);
    var paths = new ArrayList<Path>();
    for (int i = 0; i < newestFirst.size(); i++) {
      Archive archive = newestFirst.get(i);
      if (archive.plain().isPresent() && (i >= skip || archive.variants().size() > 1)) {
        paths.add(archive.directory().resolve(archive.plain().get().name()));
      }
    }
    return paths;
  }

  /// How the log becomes an archive; empty if it does not.
  Optional<Part> rotation() {
    return parts.stream()
        .filter(part -> part.stage() == Stage.ROTATE && !part.isSkip())
        .findFirst();
  }

  /// One line for each part.
  @Override
  public String toString() {
    return parts.stream().map(Part::toString).collect(joining("\n"));
  }

  /// Gathers the parts of a plan.
  private record Planning(
      LogState at, RotateSettings settings, Request request, Instant now, List<Part> parts) {

    void finishCopyTruncate() {
      if (!at.has(Purpose.COPY) && !at.has(Purpose.CUT)) {
        return;
      }
      NextArchive next = NextArchive.of(at, settings, now);
      List<Step> publish = next.frees();
      publish.add(new Step.Publish(at.log(), next.name(), Optional.empty()));
      parts.add(new Part(Stage.FINISH_COPYTRUNCATE, List.of(Guard.LOG_WAS_CUT), publish));
      // Without the intent, the copy is worth nothing: it is removed last.
      var discard = discards(Purpose.CUT);
      discard.addAll(discards(Purpose.COPY));
      parts.add(new Part(Stage.FINISH_COPYTRUNCATE, List.of(Guard.LOG_WAS_NOT_CUT), discard));
    }

    private List<Step> discards(Purpose purpose) {
      var steps = new ArrayList<Step>();
      at.temporary(purpose).forEach(file -> steps.add(new Step.Discard(file.name())));
      return steps;
    }

    /// If it is the old log that has the new one's name, it becomes an archive. Else the new log is
    /// recreated: whether the one left behind has its owner and mode is unknown.
    void finishNewLog() {
      if (!at.has(Purpose.CREATE)) {
        return;
      }
      NextArchive next = NextArchive.of(at, settings, now);
      List<Step> finish = next.frees();
      finish.addAll(markForNotification());
      finish.add(new Step.FinishMove(newLog(), next.name()));
      parts.add(new Part(Stage.FINISH_NEW_LOG, List.of(Guard.LOG_WAS_SWAPPED), finish));
      var recreate = discards(Purpose.CREATE);
      List<Archive> archives = at.archives(now);
      if (at.live().isEmpty() && settings.how().create().isPresent() && !archives.isEmpty()) {
        Archive last = archives.getFirst();
        Archive.Variant rotated = last.variants().getFirst();
        recreate.add(new Step.CreateNew(newLog(), last.path(rotated), rotated.stat()));
        recreate.add(new Step.PutNew(newLog(), at.log()));
      }
      parts.add(new Part(Stage.FINISH_NEW_LOG, List.of(Guard.LOG_WAS_NOT_SWAPPED), recreate));
    }

    private Path newLog() {
      return TempNames.of(at.log(), Purpose.CREATE);
    }

    /// @return the state when that has been done
    LogState rotate() {
      if (at.live().isEmpty() || !request.mayRotate()) {
        return at;
      }
      Stat live = at.live().get();
      Optional<String> unsafe = settings.how().method().problem(live);
      if (unsafe.isPresent()) {
        parts.add(new Part(Stage.ROTATE, new Step.Skip(at.log(), unsafe.get())));
        return at;
      }
      Optional<Due> due = Due.of(settings, request, at.written(), Begun.of(at, settings, now), now);
      if (due.isEmpty()) {
        return at;
      }
      NextArchive next = NextArchive.of(at, settings, now);
      next.joins().forEach(join -> parts.add(new Part(Stage.JOIN_VARIANTS, join)));
      parts.add(new Part(Stage.ROTATE, guards(), rotation(next, live, due.get())));
      return next.rotated(settings.how().hooks().after().isPresent() || at.has(Purpose.NOTIFY));
    }

    private List<Guard> guards() {
      var guards =
          new ArrayList<Guard>(
              List.of(Guard.ARCHIVES_APART, Guard.OWNER_IN_CONTROL, Guard.NO_PROGRAM));
      if (settings.how().method() instanceof Method.CopyTruncate(boolean acceptsAll, boolean _)
          && !acceptsAll) {
        guards.add(Guard.WRITERS_APPEND);
      }
      settings.how().hooks().before().ifPresent(_ -> guards.add(Guard.BEFORE_HAS_RUN));
      return guards;
    }

    /// The marks and the new log are created first: if that fails, the log is unchanged.
    private List<Step> rotation(NextArchive next, Stat live, Due due) {
      Path log = at.log();
      var steps = new ArrayList<Step>(List.of(next.require()));
      if (!settings.archives().onArchive().isEmpty()) {
        steps.add(new Step.MarkForDelivery(log));
      }
      steps.addAll(markForNotification());
      switch (settings.how().method()) {
        case Method.Rename _ -> {
          Optional<Path> created = settings.how().create().map(_ -> newLog());
          created.ifPresent(temp -> steps.add(new Step.CreateNew(temp, at.path(), live)));
          steps.addAll(next.moves());
          steps.add(new Step.MoveLog(log, created, next.name(), live, due));
        }
        case Method.CopyTruncate(boolean _, boolean pauseWriter) -> {
          steps.addAll(next.moves());
          steps.add(new Step.CopyTruncate(log, live, pauseWriter));
          steps.add(new Step.Publish(log, next.name(), Optional.of(due)));
        }
      }
      return steps;
    }

    private List<Step> markForNotification() {
      return settings.how().hooks().after().stream()
          .<Step>map(_ -> new Step.MarkForNotification(TempNames.of(at.log(), Purpose.NOTIFY)))
          .toList();
    }

    void notifyWriter(LogState after, List<Archive> archives) {
      Optional<Archive> newest = archives.stream().findFirst();
      List<Step> notify = List.of(new Step.Notify(at.path(), newest));
      if (settings.how().hooks().after().isEmpty()) {
        if (at.has(Purpose.NOTIFY)) { // the rule has no "after" any more
          parts.add(new Part(Stage.NOTIFY, List.of(), discards(Purpose.NOTIFY)));
        }
      } else if (after.has(Purpose.NOTIFY)) {
        parts.add(new Part(Stage.NOTIFY, List.of(), notify));
      } else if (request.atStart() && newest.flatMap(Archive::plain).isPresent()) {
        parts.add(new Part(Stage.NOTIFY, List.of(Guard.STILL_WRITTEN), notify));
      }
    }

    /// An archive that is delivered before it is removed is left to the stage DELIVER.
    ///
    /// @return the archives that are kept
    List<Archive> retain(List<Archive> archives) {
      if (!settings.archives().onRemove().first().isEmpty()) {
        return archives;
      }
      var kept = new ArrayList<>(archives);
      for (Retention.Removal removal :
          Retention.removals(archives, settings.archives().keep(), now)) {
        parts.add(removal(removal.archive(), removal.reason(), settings));
        kept.remove(removal.archive());
      }
      return kept;
    }

    void handOver(List<Archive> archives) {
      List<Path> plain = toCompress(archives, settings);
      if (!plain.isEmpty()) {
        parts.add(new Part(Stage.COMPRESS, new Step.Compress(plain)));
      }
      if (settings.delivers()) {
        parts.add(new Part(Stage.DELIVER, new Step.Deliver()));
      }
    }
  }
}
