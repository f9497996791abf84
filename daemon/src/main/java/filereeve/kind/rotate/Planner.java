package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.archive.ArchiveName.Mark;
import filereeve.archive.ArchiveNames;
import filereeve.archive.NamePattern;
import filereeve.archive.Retention;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// From what is there to what has to be done. Pure: a dry run prints the steps, and recovery after
/// a crash is looking and planning again, because every state that a cut-off plan can leave is one
/// that a plan begins with:
///
/// - a new log under its temporary name: the log is still there (it is removed) or is an archive
///   already (it gets its name, which is the only case where an archive has no log while one was
///   being made);
/// - a mark that the writer is to be told: it is told ([AfterHook]);
/// - a free number below taken ones: the archives below it still have to move up, those above it
///   have.
final class Planner {
  private final RotateSettings settings;

  Planner(RotateSettings settings) {
    this.settings = settings;
  }

  /// Finishes or undoes what an earlier run left half done.
  List<Step> recovery(Snapshot at, Optional<NewLog.Wanted> create) {
    if (!at.newFileLeft()) {
      return List.of();
    }
    Path temp = temp(at.log());
    var steps = new ArrayList<Step>(List.of(new Step.Discard(temp)));
    if (at.live().isEmpty() && create.isPresent() && !at.archives().isEmpty()) {
      // Made anew: whether the one left behind had got its owner and mode, nobody knows.
      Stat rotated = at.archives().getFirst().variants().getFirst().stat();
      steps.add(new Step.MakeNew(temp, create.get().after(rotated)));
      steps.add(new Step.PutNew(temp, at.log()));
    }
    return steps;
  }

  /// Rotates the log. The mark and the new log are made first: if that fails, nothing has been
  /// touched.
  List<Step> rotation(Snapshot at, Stat live, Optional<NewLog.Wanted> create) {
    Path temp = temp(at.log());
    var steps = new ArrayList<Step>();
    if (settings.hooks().after().isPresent()) {
      steps.add(new Step.Mark(Owed.mark(at.log())));
    }
    create.ifPresent(wanted -> steps.add(new Step.MakeNew(temp, wanted.after(live))));
    steps.addAll(shifting(at));
    switch (settings.method()) {
      case Method.Rename _ -> steps.add(new Step.MoveLog(at.log(), newest(at)));
      case Method.CopyTruncate(boolean _, boolean pauseWriter) -> {
        steps.add(new Step.TakeOut(at.log(), live, pauseWriter));
        steps.add(new Step.Publish(at.log(), newest(at)));
      }
    }
    create.ifPresent(_ -> steps.add(new Step.PutNew(temp, at.log())));
    return steps;
  }

  /// What an earlier run had taken out of the log becomes an archive.
  List<Step> publishing(Snapshot at) {
    List<Step> steps = shifting(at);
    steps.add(new Step.Publish(at.log(), newest(at)));
    return steps;
  }

  private List<Step> shifting(Snapshot at) {
    var steps = new ArrayList<Step>();
    for (Shift shift : shifts(at)) {
      for (Archive.Variant variant : shift.archive().variants()) {
        Path to = ArchiveName.numbered(at.log(), shift.to(), variant.codec());
        steps.add(new Step.Shift(variant.name(), to));
      }
    }
    return steps;
  }

  /// The archive's name.
  private Path newest(Snapshot at) {
    return switch (settings.naming()) {
      case Naming.Dated(NamePattern pattern) ->
          pattern.name(at.log(), at.now(), ArchiveNames.zone(pattern, settings.zone()), at.taken());
      case Naming.Numbered(int start) -> ArchiveName.numbered(at.log(), start, Optional.empty());
    };
  }

  /// The names that the rotation counts on being free, in all their variants. An archive that came
  /// or was compressed since the look would otherwise get a namesake in another variant.
  List<Path> countsOnFree(Snapshot at) {
    Set<Integer> taken = numbered(at).keySet();
    var free = new ArrayList<Path>();
    for (Shift shift : shifts(at)) {
      if (!taken.contains(shift.to())) {
        free.add(ArchiveName.numbered(at.log(), shift.to(), Optional.empty()));
      }
    }
    boolean movesAway =
        settings.naming() instanceof Naming.Numbered(int start) && taken.contains(start);
    if (!movesAway) {
      free.add(newest(at));
    }
    return free;
  }

  /// A numbered archive that has to move up.
  ///
  /// @param to its number then
  record Shift(Archive archive, int to) {}

  /// What moves, the highest number first, so that the first number becomes free: all up to the
  /// lowest free number, and what has a number below the first, which was lower once. None comes
  /// past another.
  List<Shift> shifts(Snapshot at) {
    var shifts = new ArrayList<Shift>();
    if (settings.naming() instanceof Naming.Numbered(int start)) {
      int next = start + 1;
      for (Map.Entry<Integer, Archive> archive : numbered(at).entrySet()) {
        if (archive.getKey() < next) {
          shifts.addFirst(new Shift(archive.getValue(), next));
        }
        next = Math.max(next, archive.getKey()) + 1;
      }
    }
    return shifts;
  }

  private static SortedMap<Integer, Archive> numbered(Snapshot at) {
    var numbered = new TreeMap<Integer, Archive>();
    for (Archive archive : at.archives()) {
      if (archive.mark() instanceof Mark.Numbered(int number)
          && archive.directory().equals(at.archiveDirectory())) {
        numbered.put(number, archive);
      }
    }
    return numbered;
  }

  /// Removes the archives that retention no longer wants.
  List<Step> retention(Snapshot at) {
    var steps = new ArrayList<Step>();
    for (Retention.Removal removal : Retention.removals(at.archives(), settings.keep(), at.now())) {
      for (Archive.Variant variant : removal.archive().variants()) {
        steps.add(remove(removal.archive(), variant, removal.reason()));
      }
    }
    return steps;
  }

  /// Removes one archive to get free space.
  List<Step> freeing(Archive archive) {
    return archive.variants().stream()
        .map(variant -> remove(archive, variant, Retention.Reason.FREE))
        .toList();
  }

  static Step remove(Archive archive, Archive.Variant variant, Retention.Reason reason) {
    return new Step.Remove(archive.directory(), variant.name(), reason, variant.stat().size());
  }

  /// The paths of the archives that still have a variant to be compressed, or one that a compressed
  /// variant has replaced already.
  List<Path> toCompress(List<Archive> newestFirst) {
    int skip = settings.compress().map(RotateSettings.Compression::skipNewest).orElse(0);
    var paths = new ArrayList<Path>();
    for (int i = 0; i < newestFirst.size(); i++) {
      Archive archive = newestFirst.get(i);
      boolean finish = archive.variants().size() > 1;
      boolean begin = settings.compress().isPresent() && i >= skip;
      if (finish || begin) {
        archive
            .plain()
            .map(variant -> archive.directory().resolve(variant.name()))
            .ifPresent(paths::add);
      }
    }
    return paths;
  }

  static Path temp(Path log) {
    return TempNames.of(log, Purpose.CREATE);
  }
}
