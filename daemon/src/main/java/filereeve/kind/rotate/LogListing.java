package filereeve.kind.rotate;

import filereeve.archive.ArchiveName;
import filereeve.archive.LogState;
import filereeve.files.Directory;
import filereeve.files.RefusedException;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names in the directories of some logs at one moment, as far as they concern the rule: listed
/// once, however many logs there are.
final class LogListing {
  /// Names of one rule in the directories of some logs. They take about 10 MiB of the heap.
  static final int MOST = 50_000;

  /// Logs, and temporary files of logs.
  private final Set<Path> names = new HashSet<>();

  /// Those of them that are temporary files.
  private final Set<Path> marks = new HashSet<>();

  /// By the name of their log.
  private final Map<Path, List<Named>> archives = new HashMap<>();

  /// What was to be compressed or overwritten, by the name of the log.
  private final Map<Path, List<LogState.Temporary>> unfinished = new LinkedHashMap<>();

  private int kept;

  private LogListing() {}

  /// A name that is an archive's.
  record Named(Path directory, ArchiveName name) {}

  /// @param directories all, by their paths; the logs' own is among them
  static LogListing of(Directory logs, Map<Path, Directory> directories, ArchivePlace place)
      throws IOException {
    var listing = new LogListing();
    for (Map.Entry<Path, Directory> directory : directories.entrySet()) {
      Path path = directory.getKey();
      boolean ofLogs = directory.getValue() == logs;
      directory.getValue().eachName(name -> listing.add(path, name, ofLogs, logs.path(), place));
      if (listing.kept > MOST) {
        throw new RefusedException(
            String.format(
                Locale.ROOT,
                "more than %,d files in %s are logs or archives of one rule. Move some away, or"
                    + " name fewer in \"files\"",
                MOST,
                path));
      }
    }
    return listing;
  }

  /// Keeps what concerns the rule: foreign files take no memory, however many there are.
  private void add(Path directory, Path name, boolean ofLogs, Path logs, ArchivePlace place) {
    if (kept > MOST) {
      return;
    }
    if (ofLogs && place.isLog(directory.resolve(TempNames.target(name).orElse(name)))) {
      names.add(name);
      kept++;
    }
    if (TempNames.isTemp(name)) {
      addTemporary(directory, name, ofLogs, place);
      kept++;
    }
    Optional<ArchiveName> archive =
        place.names().read(name).filter(a -> place.otherLog(directory, logs, a.log()).isEmpty());
    if (archive.isPresent()) {
      add(archives, archive.get().log(), new Named(directory, archive.get()));
      kept++;
    }
  }

  Set<Path> names() {
    return names;
  }

  /// By the name of their log.
  Map<Path, List<Named>> archives() {
    return archives;
  }

  /// What was to be compressed or overwritten, by the name of the log.
  Map<Path, List<LogState.Temporary>> unfinished() {
    return unfinished;
  }

  /// Of a name that was too long for a temporary file, the log is a name that no file has.
  private void addTemporary(Path directory, Path name, boolean ofLogs, ArchivePlace place) {
    for (Purpose purpose : List.of(Purpose.SHRED, Purpose.COMPRESS)) {
      if (TempNames.isFor(purpose, name)) {
        Path archive = TempNames.target(name).orElseThrow();
        Path log = place.names().read(archive).map(ArchiveName::log).orElse(archive);
        add(unfinished, log, new LogState.Temporary(directory, name, purpose));
      }
    }
    if (ofLogs) {
      marks.add(name);
    }
  }

  private static <T> void add(Map<Path, List<T>> byLog, Path log, T file) {
    byLog.computeIfAbsent(log, _ -> new ArrayList<>()).add(file);
  }

  /// The temporary files that concern a log. Usually there are none at all.
  ///
  /// @param directory the log's
  List<LogState.Temporary> temporary(Path directory, Path log) {
    if (marks.isEmpty() && unfinished.isEmpty()) {
      return List.of();
    }
    var all = new ArrayList<>(unfinished.getOrDefault(log, List.of()));
    for (Purpose purpose : List.of(Purpose.CREATE, Purpose.NOTIFY, Purpose.COPY, Purpose.CUT)) {
      Path name = TempNames.of(log, purpose);
      if (marks.contains(name)) {
        all.add(new LogState.Temporary(directory, name, purpose));
      }
    }
    return all;
  }

  /// Updates the names with those after a rotation.
  void update(LogState after) {
    archives.put(
        after.log(),
        after.files().stream().map(file -> new Named(file.directory(), file.name())).toList());
    after.temporary(Purpose.NOTIFY).forEach(mark -> marks.add(mark.name()));
  }
}
