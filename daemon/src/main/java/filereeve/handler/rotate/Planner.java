package filereeve.handler.rotate;

import filereeve.files.Archive;
import filereeve.files.ArchiveName;
import filereeve.files.ArchiveName.Mark;
import filereeve.files.Retention;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
      Stat rotated = at.archives().getFirst().forms().getFirst().stat();
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
    switch (settings.naming()) {
      case DATED ->
          steps.add(new Step.MoveLog(at.log(), ArchiveName.dated(at.log(), at.now(), at.marks())));
      case NUMBERED -> {
        for (Archive archive : toShift(at)) {
          shift(at.log(), archive, steps);
        }
        Path first = ArchiveName.numbered(at.log(), 1, Optional.empty());
        steps.add(new Step.MoveLog(at.log(), first));
      }
    }
    create.ifPresent(_ -> steps.add(new Step.PutNew(temp, at.log())));
    return steps;
  }

  /// The name that the rotation counts on being free, in all its forms. An archive that came or was
  /// compressed since the look would otherwise get a namesake in another form.
  Path countsOnFree(Snapshot at) {
    return switch (settings.naming()) {
      case DATED -> ArchiveName.dated(at.log(), at.now(), at.marks());
      case NUMBERED -> ArchiveName.numbered(at.log(), toShift(at).size() + 1, Optional.empty());
    };
  }

  /// The numbered archives that have to move up to make number 1 free: those below the lowest free
  /// number, the highest first.
  List<Archive> toShift(Snapshot at) {
    Map<Integer, Archive> taken = new HashMap<>();
    for (Archive archive : at.archives()) {
      if (archive.mark() instanceof Mark.Numbered(int number)) {
        taken.put(number, archive);
      }
    }
    var shift = new ArrayList<Archive>();
    int number = 1;
    for (Archive next = taken.get(number); next != null; next = taken.get(number)) {
      shift.addFirst(next);
      number++;
    }
    return shift;
  }

  /// Removes the archives that retention no longer wants.
  List<Step> retention(Snapshot at) {
    var steps = new ArrayList<Step>();
    for (Retention.Removal removal : Retention.removals(at.archives(), settings.keep(), at.now())) {
      for (Archive.Form form : removal.archive().forms()) {
        steps.add(new Step.Remove(form.name(), removal.reason(), form.stat().size()));
      }
    }
    return steps;
  }

  /// The archives that still have a form to be compressed, or one that a compressed form has
  /// replaced already.
  List<Path> toCompress(Snapshot at) {
    int skip = settings.compress().map(RotateSettings.Compression::skipNewest).orElse(0);
    var names = new ArrayList<Path>();
    for (int i = 0; i < at.archives().size(); i++) {
      Archive archive = at.archives().get(i);
      boolean finish = archive.forms().size() > 1;
      boolean begin = settings.compress().isPresent() && i >= skip;
      if (finish || begin) {
        archive.plain().map(Archive.Form::name).ifPresent(names::add);
      }
    }
    return names;
  }

  private static void shift(Path log, Archive archive, List<Step> steps) {
    if (archive.mark() instanceof Mark.Numbered(int number)) {
      for (Archive.Form form : archive.forms()) {
        Path to = ArchiveName.numbered(log, number + 1, form.codec());
        steps.add(new Step.Shift(form.name(), to));
      }
    }
  }

  static Path temp(Path log) {
    return TempNames.of(log, Purpose.CREATE);
  }
}
