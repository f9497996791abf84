package filereeve.kind.rotate;

import filereeve.archive.ArchiveName;
import filereeve.archive.LogState;
import filereeve.files.Directory;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names in the directories of some logs at one moment: listed once, however many logs there
/// are.
///
/// @param names in the directory of the logs
/// @param marks those of them that are temporary files
/// @param archives by the name of their log
/// @param unfinished temporary files of archives, by the name of the log: what was to be compressed
///   or overwritten
record LogListing(
    Set<Path> names,
    Set<Path> marks,
    Map<Path, List<Named>> archives,
    Map<Path, List<LogState.Temporary>> unfinished) {

  /// A name that is an archive's.
  record Named(Path directory, ArchiveName name) {}

  /// @param directories all, by their paths; the logs' own is among them
  static LogListing of(Directory logs, Map<Path, Directory> directories, ArchivePlace place)
      throws IOException {
    var listing =
        new LogListing(new HashSet<>(), new HashSet<>(), new HashMap<>(), new LinkedHashMap<>());
    for (Map.Entry<Path, Directory> directory : directories.entrySet()) {
      Path path = directory.getKey();
      for (Path name : directory.getValue().names()) {
        if (directory.getValue() == logs) {
          listing.names.add(name);
        }
        if (TempNames.isTemp(name)) {
          listing.addTemporary(path, name, directory.getValue() == logs, place);
        }
        place
            .names()
            .read(name)
            .filter(archive -> place.otherLog(path, logs.path(), archive.log()).isEmpty())
            .ifPresent(archive -> add(listing.archives, archive.log(), new Named(path, archive)));
      }
    }
    return listing;
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
